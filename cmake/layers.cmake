# How a layer, a program and the warning set are declared.

add_library(project_options INTERFACE)
target_compile_definitions(project_options INTERFACE _GNU_SOURCE)
target_compile_options(project_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes
  -Wmissing-prototypes -Wold-style-definition -Wvla -Wundef -Wwrite-strings -Wpointer-arith
  -Wformat=2 -Wimplicit-fallthrough -Wswitch-enum -Wdouble-promotion
  # Words that do not fit are cut on purpose, everywhere: errors, labels, table cells.
  $<$<C_COMPILER_ID:GNU>:-Wno-format-truncation>
  $<$<BOOL:${WARNINGS_AS_ERRORS}>:-Werror>)

set(CMAKE_VERIFY_INTERFACE_HEADER_SETS ON)

# add_layer(NAME [GLOBS dir…] USES lib…): the static library of one folder. `*_main.c` belong to
# programs. A new file is picked up by itself; what it may include is checked by scripts/check.sh.
function(add_layer name)
  cmake_parse_arguments(ARG "" "" "GLOBS;USES" ${ARGN})
  set(sources "")
  set(headers "")
  foreach(folder ${name} ${ARG_GLOBS})
    file(GLOB c_files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} ${folder}/*.c)
    file(GLOB h_files CONFIGURE_DEPENDS ${folder}/*.h)
    list(APPEND sources ${c_files})
    list(APPEND headers ${h_files})
  endforeach()
  list(FILTER sources EXCLUDE REGEX "_main\\.c$")
  if(NOT sources)
    file(WRITE ${PROJECT_BINARY_DIR}/${name}_empty.c "typedef int ${name}_is_empty;\n")
    set(sources ${PROJECT_BINARY_DIR}/${name}_empty.c)
  endif()
  add_library(${name} STATIC ${sources})
  target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})
  target_link_libraries(${name} PUBLIC ${ARG_USES} PRIVATE project_options)
  target_compile_definitions(${name} INTERFACE _GNU_SOURCE) # headers compiled alone need it too
endfunction()

# add_program(NAME MAIN LAYER): an executable in build/<preset>/bin. Its target is NAME_program: a
# layer may have the same name.
function(add_program name main layer)
  add_executable(${name}_program ${main})
  set_target_properties(${name}_program PROPERTIES OUTPUT_NAME ${name})
  target_link_libraries(${name}_program PRIVATE ${layer} project_options)
endfunction()

# embed_files(LAYER GLOB…): puts files into the layer's library, to be found with report/assets.h.
function(embed_files layer)
  file(GLOB files CONFIGURE_DEPENDS ${ARGN})
  list(JOIN files "|" joined)
  set(output ${PROJECT_BINARY_DIR}/generated/${layer}_assets.c)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D OUTPUT=${output} -D "FILES=${joined}"
      -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    COMMENT "Embedding the files of ${layer}" VERBATIM)
  target_sources(${layer} PRIVATE ${output})
endfunction()
