# SPDX-License-Identifier: GPL-3.0-or-later
# MPFR and the GMP beneath it, as the imported target MPFR::MPFR. Neither ships a CMake package.
find_path(MPFR_INCLUDE_DIR mpfr.h)
find_library(MPFR_LIBRARY mpfr)
find_library(GMP_LIBRARY gmp)
mark_as_advanced(MPFR_INCLUDE_DIR MPFR_LIBRARY GMP_LIBRARY)

if(MPFR_INCLUDE_DIR)
  file(STRINGS "${MPFR_INCLUDE_DIR}/mpfr.h" version_line REGEX "define MPFR_VERSION_STRING")
  string(REGEX MATCH "[0-9.]+" MPFR_VERSION "${version_line}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MPFR
  REQUIRED_VARS MPFR_LIBRARY GMP_LIBRARY MPFR_INCLUDE_DIR
  VERSION_VAR MPFR_VERSION)

if(MPFR_FOUND AND NOT TARGET MPFR::MPFR)
  add_library(MPFR::MPFR INTERFACE IMPORTED)
  target_include_directories(MPFR::MPFR INTERFACE "${MPFR_INCLUDE_DIR}")
  target_link_libraries(MPFR::MPFR INTERFACE "${MPFR_LIBRARY}" "${GMP_LIBRARY}")
endif()
