# SPDX-License-Identifier: GPL-3.0-or-later
# Intel's ISA-L as the imported target ISAL::ISAL. It ships no CMake package.
find_path(ISAL_INCLUDE_DIR isa-l/igzip_lib.h)
find_library(ISAL_LIBRARY isal)
mark_as_advanced(ISAL_INCLUDE_DIR ISAL_LIBRARY)

if(ISAL_INCLUDE_DIR)
  file(STRINGS "${ISAL_INCLUDE_DIR}/isa-l.h" version_lines REGEX "define ISAL_(MAJOR|MINOR|PATCH)_VERSION")
  string(REGEX MATCHALL "[0-9]+" version_numbers "${version_lines}")
  list(JOIN version_numbers "." ISAL_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ISAL
  REQUIRED_VARS ISAL_LIBRARY ISAL_INCLUDE_DIR
  VERSION_VAR ISAL_VERSION)

if(ISAL_FOUND AND NOT TARGET ISAL::ISAL)
  add_library(ISAL::ISAL INTERFACE IMPORTED)
  target_include_directories(ISAL::ISAL INTERFACE "${ISAL_INCLUDE_DIR}")
  target_link_libraries(ISAL::ISAL INTERFACE "${ISAL_LIBRARY}")
endif()
