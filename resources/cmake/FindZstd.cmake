# SPDX-License-Identifier: GPL-3.0-or-later
# Zstandard as the imported target Zstd::Zstd. Debian ships no CMake package of it.
find_path(ZSTD_INCLUDE_DIR zstd.h)
find_library(ZSTD_LIBRARY zstd)
mark_as_advanced(ZSTD_INCLUDE_DIR ZSTD_LIBRARY)

if(ZSTD_INCLUDE_DIR)
  file(STRINGS "${ZSTD_INCLUDE_DIR}/zstd.h" version_lines
    REGEX "define ZSTD_VERSION_(MAJOR|MINOR|RELEASE) +[0-9]+")
  string(REGEX MATCHALL "[0-9]+" version_numbers "${version_lines}")
  list(JOIN version_numbers "." ZSTD_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Zstd
  REQUIRED_VARS ZSTD_LIBRARY ZSTD_INCLUDE_DIR
  VERSION_VAR ZSTD_VERSION)

if(Zstd_FOUND AND NOT TARGET Zstd::Zstd)
  add_library(Zstd::Zstd INTERFACE IMPORTED)
  target_include_directories(Zstd::Zstd INTERFACE "${ZSTD_INCLUDE_DIR}")
  target_link_libraries(Zstd::Zstd INTERFACE "${ZSTD_LIBRARY}")
endif()
