# One library target a layer. sovrisk_layer() refuses to link what doesn't stand below.
include(LayerList)

add_library(sovrisk_options INTERFACE)
target_compile_options(sovrisk_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror)
# gcc 12 sees overlapping copies in std::string where there are none (its bug 105651).
target_compile_options(sovrisk_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(SOVRISK_SANITIZE)
  target_compile_options(sovrisk_options INTERFACE -fsanitize=${SOVRISK_SANITIZE}
                         -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(sovrisk_options INTERFACE -fsanitize=${SOVRISK_SANITIZE})
endif()

# sovrisk_layer(NAME SOURCES file… [USES layer…] [LINK target…] [LINK_PUBLIC target…])
function(sovrisk_layer name)
  cmake_parse_arguments(arg "" "" "SOURCES;USES;LINK;LINK_PUBLIC" ${ARGN})
  list(FIND SOVRISK_LAYERS ${name} own)
  if(own EQUAL -1)
    message(FATAL_ERROR "${name} is not a layer; cmake/Layers.cmake lists them")
  endif()
  add_library(sovrisk_${name} STATIC ${arg_SOURCES})
  add_library(sovrisk::${name} ALIAS sovrisk_${name})
  target_include_directories(sovrisk_${name} PUBLIC ${PROJECT_SOURCE_DIR}/include
                             PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(sovrisk_${name} PRIVATE sovrisk_options ${arg_LINK} PUBLIC ${arg_LINK_PUBLIC})
  foreach(below IN LISTS arg_USES)
    list(FIND SOVRISK_LAYERS ${below} place)
    if(place EQUAL -1 OR NOT place LESS own)
      message(FATAL_ERROR "layer ${name} may not use ${below}: it does not stand below")
    endif()
    target_link_libraries(sovrisk_${name} PUBLIC sovrisk_${below})
  endforeach()
endfunction()

# sovrisk_test(NAME SOURCES file… LINK target…): a Catch2 program, each case a ctest case.
function(sovrisk_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name}_tests ${arg_SOURCES})
  target_link_libraries(${name}_tests PRIVATE sovrisk_options catch_main ${arg_LINK})
  target_compile_definitions(${name}_tests PRIVATE SOVRISK_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                             SOVRISK_BINARY_DIR="${CMAKE_BINARY_DIR}")
  add_test(NAME ${name} COMMAND ${name}_tests)
  set_tests_properties(${name} PROPERTIES LABELS unit)
endfunction()
