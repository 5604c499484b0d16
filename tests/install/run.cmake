# cmake -D build=FOLDER -D compiler=PATH -D generator=NAME -D flags=FLAGS -D python=PATH -P run.cmake
# Installs a build into an empty folder, then builds and runs the consumer against what was installed.

set(root ${CMAKE_CURRENT_LIST_DIR}/../..)
set(work ${build}/install-test)
file(REMOVE_RECURSE ${work})
file(MAKE_DIRECTORY ${work})

function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT status EQUAL 0)
    list(JOIN ARGV " " command)
    message(FATAL_ERROR "${command}\nexit ${status}\n${output}${errors}")
  endif()
endfunction()

run(${CMAKE_COMMAND} --install ${build} --prefix ${work}/prefix)
run(${work}/prefix/bin/pasal --version)
# The program and what a person looks for beside it. The worked policies run from where they are installed.
foreach(document LICENSE README.md CHANGELOG.md docs/language.md policies/platform-access.pasal policies/facts/tiktok-2018-07-04.yaml)
  if(NOT EXISTS ${work}/prefix/share/doc/Pasal/${document})
    message(FATAL_ERROR "share/doc/Pasal/${document} is not installed")
  endif()
endforeach()
run(${work}/prefix/bin/pasal test ${work}/prefix/share/doc/Pasal/policies)
execute_process(
  COMMAND ${python} ${root}/tests/spec/run.py --extract embed.cpp ${root}/README.md
  OUTPUT_FILE ${work}/embed.cpp COMMAND_ERROR_IS_FATAL ANY)
set(examples rows many)
foreach(file rows.cpp rows.txt many.cpp many.txt)
  execute_process(
    COMMAND ${python} ${root}/tests/spec/run.py --extract ${file} ${root}/docs/embedding.md
    OUTPUT_FILE ${work}/${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${work}/consumer -G ${generator}
  -D CMAKE_CXX_COMPILER=${compiler}
  -D CMAKE_CXX_FLAGS=${flags}
  -D CMAKE_PREFIX_PATH=${work}/prefix
  -D PASAL_README_EXAMPLE=${work}/embed.cpp
  -D PASAL_EXAMPLES=${work})
run(${CMAKE_COMMAND} --build ${work}/consumer)
run(${work}/consumer/consumer)
# What the examples print is what their document shows.
foreach(example IN LISTS examples)
  execute_process(COMMAND ${work}/consumer/${example} OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
  file(READ ${work}/${example}.txt shown)
  string(STRIP "${printed}" printed)
  string(STRIP "${shown}" shown)
  if(NOT printed STREQUAL shown)
    message(FATAL_ERROR "docs/embedding.md shows\n${shown}\nand its example prints\n${printed}")
  endif()
endforeach()
