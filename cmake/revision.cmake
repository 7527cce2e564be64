# Run at every build: writes version_generated.h when version, revision or settings changed.
find_program(GIT git)
set(revision unknown)
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} rev-parse --short=12 HEAD OUTPUT_VARIABLE head
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} status --porcelain --untracked-files=no
      OUTPUT_VARIABLE changes ERROR_QUIET)
    set(revision ${head})
    if(changes)
      string(APPEND revision "+")
    endif()
  endif()
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#pragma once
#define BARISTA_VERSION    \"@VERSION@\"
#define BARISTA_REVISION   \"@revision@\"
#define BARISTA_BUILD_TYPE \"@BUILD_TYPE@\"
#define BARISTA_SANITIZERS \"@SANITIZERS@\"
" @ONLY)
