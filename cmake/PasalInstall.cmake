# What `find_package(Pasal)` finds.

include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/Pasal)
install(EXPORT PasalTargets NAMESPACE Pasal:: DESTINATION ${package_folder})
configure_package_config_file(
  ${CMAKE_CURRENT_LIST_DIR}/PasalConfig.cmake.in ${PROJECT_BINARY_DIR}/PasalConfig.cmake
  INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/PasalConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES ${PROJECT_BINARY_DIR}/PasalConfig.cmake ${PROJECT_BINARY_DIR}/PasalConfigVersion.cmake
    ${CMAKE_CURRENT_LIST_DIR}/Findlibcsv.cmake ${CMAKE_CURRENT_LIST_DIR}/Findutf8proc.cmake
  DESTINATION ${package_folder})

# What a person looks for: the licence, the documents, and worked policies to start from.
install(
  FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs ${PROJECT_SOURCE_DIR}/policies
  DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN *.md PATTERN *.pasal PATTERN *.yaml)
