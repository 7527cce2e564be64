# Finds every library, and says all that is missing in one message.

set(missing "")

find_package(Threads)
find_path(EV_INCLUDE_DIR ev.h PATH_SUFFIXES libev ev)
find_library(EV_LIBRARY ev)
find_path(CJSON_INCLUDE_DIR cjson/cJSON.h)
find_library(CJSON_LIBRARY cjson)
find_path(CUNIT_INCLUDE_DIR CUnit/Basic.h)
find_library(CUNIT_LIBRARY cunit)

# llhttp: the packaged library where there is one (Debian 13, Fedora, Arch, Homebrew), else the C
# sources that Debian 12 ships in node-llhttp.
find_path(LLHTTP_INCLUDE_DIR llhttp.h PATHS /usr/share/include/llhttp)
find_library(LLHTTP_LIBRARY llhttp)
find_path(LLHTTP_SOURCE_DIR llhttp.c PATHS /usr/share/llhttp NO_DEFAULT_PATH)

function(need what package)
  foreach(variable ${ARGN})
    if(NOT ${variable})
      list(APPEND missing "  ${what}  (Debian: ${package})")
      set(missing "${missing}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

need("libev" libev-dev EV_INCLUDE_DIR EV_LIBRARY)
need("cJSON" libcjson-dev CJSON_INCLUDE_DIR CJSON_LIBRARY)
need("CUnit" libcunit1-dev CUNIT_INCLUDE_DIR CUNIT_LIBRARY)
need("llhttp headers" "node-llhttp or libllhttp-dev" LLHTTP_INCLUDE_DIR)
if(NOT LLHTTP_LIBRARY)
  need("llhttp" "node-llhttp or libllhttp-dev" LLHTTP_SOURCE_DIR)
endif()
if(missing)
  list(JOIN missing "\n" missing)
  message(FATAL_ERROR "These libraries are missing:\n${missing}\n"
    "On Debian and Ubuntu scripts/install_deps.sh installs them all.")
endif()

add_library(dep_ev INTERFACE)
target_include_directories(dep_ev SYSTEM INTERFACE ${EV_INCLUDE_DIR})
target_link_libraries(dep_ev INTERFACE ${EV_LIBRARY} m)

add_library(dep_cjson INTERFACE)
target_include_directories(dep_cjson SYSTEM INTERFACE ${CJSON_INCLUDE_DIR})
target_link_libraries(dep_cjson INTERFACE ${CJSON_LIBRARY})

add_library(dep_cunit INTERFACE)
target_include_directories(dep_cunit SYSTEM INTERFACE ${CUNIT_INCLUDE_DIR})
target_link_libraries(dep_cunit INTERFACE ${CUNIT_LIBRARY})

if(LLHTTP_LIBRARY)
  add_library(dep_llhttp INTERFACE)
  target_include_directories(dep_llhttp SYSTEM INTERFACE ${LLHTTP_INCLUDE_DIR})
  target_link_libraries(dep_llhttp INTERFACE ${LLHTTP_LIBRARY})
else()
  add_library(dep_llhttp STATIC ${LLHTTP_SOURCE_DIR}/api.c ${LLHTTP_SOURCE_DIR}/http.c
    ${LLHTTP_SOURCE_DIR}/llhttp.c)
  target_include_directories(dep_llhttp SYSTEM PUBLIC ${LLHTTP_INCLUDE_DIR})
  target_compile_options(dep_llhttp PRIVATE -w)
endif()
