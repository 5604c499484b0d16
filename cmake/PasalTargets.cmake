# One library a folder. Sources are listed by name, and a source that is not listed fails the configure: a file that
# nobody compiles is a file that nobody checks.

# pasal_own_files(OUT pattern...)
# The files of the current folder and of the folders below it that have no CMakeLists.txt of their own.
function(pasal_own_files out)
  file(GLOB_RECURSE files RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS ${ARGN})
  file(GLOB_RECURSE others RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} */CMakeLists.txt)
  foreach(other IN LISTS others)
    cmake_path(GET other PARENT_PATH folder)
    if(folder)
      list(FILTER files EXCLUDE REGEX "^${folder}/")
    endif()
  endforeach()
  set(${out} ${files} PARENT_SCOPE)
endfunction()

# pasal_require_listed(file.cpp...)
# Fails when the current folder holds a .cpp that is not among the arguments. Asked again by every build.
function(pasal_require_listed)
  pasal_own_files(found *.cpp)
  list(REMOVE_ITEM found ${ARGN})
  if(found)
    list(JOIN found ", " names)
    cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE folder)
    message(FATAL_ERROR "${folder}/CMakeLists.txt does not list: ${names}. Add it there, or delete it.")
  endif()
endfunction()

# pasal_library(NAME
#   SOURCES file.cpp...           this folder's sources, `sub/file.cpp` for one in a folder inside it
#   DEPENDS Pasal::other...       what our headers show too: users of this library get it as well
#   USES package::target...       what only our sources see
#   PRIVATE_HEADERS file.hpp...)  headers that are not installed, because they show a package from USES
# makes the static library pasal_NAME, called Pasal::NAME here and by those who find the installed package.
function(pasal_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;USES;PRIVATE_HEADERS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "pasal_library(${name}): unexpected ${arg_UNPARSED_ARGUMENTS}")
  endif()
  pasal_require_listed(${arg_SOURCES})

  set(target pasal_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(Pasal::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  target_compile_features(${target} PUBLIC cxx_std_20)
  # Includes are written from the root of the tree, in the build and in the installed package: "engine/pasal.hpp".
  target_include_directories(${target} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/pasal>)
  target_link_libraries(${target} PUBLIC ${arg_DEPENDS} PRIVATE $<BUILD_INTERFACE:pasal_options>)
  foreach(used IN LISTS arg_USES)
    get_target_property(type ${used} TYPE)
    get_target_property(links ${used} INTERFACE_LINK_LIBRARIES)
    if(type STREQUAL "INTERFACE_LIBRARY" AND NOT links)  # headers only: the installed library does without them
      set(used $<BUILD_INTERFACE:${used}>)
    endif()
    target_link_libraries(${target} PRIVATE ${used})
  endforeach()

  install(TARGETS ${target} EXPORT PasalTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE folder)
  pasal_own_files(headers *.hpp *.def)
  list(REMOVE_ITEM headers ${arg_PRIVATE_HEADERS})
  foreach(header IN LISTS headers)
    cmake_path(GET header PARENT_PATH below)
    install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/pasal/${folder}/${below})
  endforeach()
endfunction()

# pasal_program(NAME SOURCES file.cpp... USES target...)
# makes an installed program and leaves it at the top of the build folder, where one looks for it.
function(pasal_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "pasal_program(${name}): unexpected ${arg_UNPARSED_ARGUMENTS}")
  endif()
  pasal_require_listed(${arg_SOURCES})
  add_executable(${name} ${arg_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  target_compile_definitions(${name} PRIVATE PASAL_VERSION="${PROJECT_VERSION}")
  target_link_libraries(${name} PRIVATE ${arg_USES} pasal_options)
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# pasal_fuzz_target(NAME USES Pasal::library...)
# builds NAME.cpp. In the fuzz preset it is a fuzzer; in every other build it is a program that replays corpus/NAME/,
# and a test. The target `fuzzers` builds them all. Lists NAME.cpp in `fuzz_sources` for pasal_require_listed.
function(pasal_fuzz_target name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES")
  set(target fuzz_${name})
  add_executable(${target} ${name}.cpp)
  target_link_libraries(${target} PRIVATE ${arg_USES} pasal_options)
  add_dependencies(fuzzers ${target})
  if(PASAL_INSTRUMENT STREQUAL "fuzz")
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  else()
    target_sources(${target} PRIVATE replay.cpp)
    add_test(NAME fuzz.${name} COMMAND ${target} ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name})
  endif()
  set(fuzz_sources ${fuzz_sources} ${name}.cpp PARENT_SCOPE)
endfunction()
