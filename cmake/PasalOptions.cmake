# How everything in this tree is compiled. `pasal_options` is linked privately by every target and never installed.

add_library(pasal_options INTERFACE)

# -Wswitch-enum: a construct that somebody forgot must fail the build, `default:` or not.
target_compile_options(pasal_options INTERFACE
  -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wswitch-enum)
if(PASAL_WERROR)
  target_compile_options(pasal_options INTERFACE -Werror)
endif()

# GCC 12 warns of overlapping copies inside its own std::string operator+ (GCC bug 105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(pasal_options INTERFACE -Wno-restrict)
endif()

# Instrumentation is for the whole build, dependencies of ours included, and for programs that link our libraries: the
# install test hands these flags on.
set(PASAL_INSTRUMENT_FLAGS "")
# What is left out takes half the time of compiling and finds little beside the address sanitizer; the assertions of the
# standard library (an index out of range, an empty optional) find more and cost next to nothing.
set(sanitizers -fsanitize=address,undefined -fno-sanitize=null,alignment,object-size,vptr -fno-sanitize-recover=all
  -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS)
if(PASAL_INSTRUMENT STREQUAL "sanitize")
  set(PASAL_INSTRUMENT_FLAGS ${sanitizers})
elseif(PASAL_INSTRUMENT STREQUAL "fuzz")
  set(PASAL_INSTRUMENT_FLAGS ${sanitizers} -fsanitize=fuzzer-no-link)
elseif(PASAL_INSTRUMENT STREQUAL "coverage")
  set(PASAL_INSTRUMENT_FLAGS --coverage)
elseif(NOT PASAL_INSTRUMENT STREQUAL "")
  message(FATAL_ERROR "PASAL_INSTRUMENT is `${PASAL_INSTRUMENT}`; it may be empty, sanitize, fuzz or coverage")
endif()
target_compile_options(pasal_options INTERFACE ${PASAL_INSTRUMENT_FLAGS})
target_link_options(pasal_options INTERFACE ${PASAL_INSTRUMENT_FLAGS})

# Sanitizers hide from GCC that a variable is set, and it then warns of variables that are.
if(PASAL_INSTRUMENT STREQUAL "sanitize" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(pasal_options INTERFACE -Wno-maybe-uninitialized)
endif()

find_program(PASAL_CCACHE ccache)
if(PASAL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What ccache asks for before it keeps results that were compiled with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${PASAL_CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(pasal_options INTERFACE -fpch-preprocess)
  endif()
endif()
