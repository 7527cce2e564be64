cmake_minimum_required(VERSION 3.25)
# Run at build time: writes a C file that holds the text of FILES (a list separated by "|") as the
# array `assets` of report/assets.h. Bytes, because C promises string literals of 4,095 only.
string(REPLACE "|" ";" files "${FILES}")
set(arrays "")
set(rows "")
set(number 0)
foreach(file ${files})
  get_filename_component(name ${file} NAME)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "((0x..,){16})" "\\1\n    " bytes "${bytes}")
  string(APPEND arrays "static const unsigned char asset_${number}[] = {\n    ${bytes}0x00};\n")
  string(APPEND rows "    {\"${name}\", (const char *)asset_${number}, sizeof asset_${number} - 1},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[#include "report/assets.h"

@arrays@
const struct asset assets[] = {
@rows@    {NULL, NULL, 0},
};
]])
