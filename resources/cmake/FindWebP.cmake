# SPDX-License-Identifier: GPL-3.0-or-later
# libwebp and libwebpmux as the imported target WebP::WebP. Debian ships no CMake package of them.
find_path(WEBP_INCLUDE_DIR webp/encode.h)
find_library(WEBP_LIBRARY webp)
find_library(WEBPMUX_LIBRARY webpmux)
mark_as_advanced(WEBP_INCLUDE_DIR WEBP_LIBRARY WEBPMUX_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(WebP
  REQUIRED_VARS WEBP_LIBRARY WEBPMUX_LIBRARY WEBP_INCLUDE_DIR)

if(WebP_FOUND AND NOT TARGET WebP::WebP)
  add_library(WebP::WebP INTERFACE IMPORTED)
  target_include_directories(WebP::WebP INTERFACE "${WEBP_INCLUDE_DIR}")
  target_link_libraries(WebP::WebP INTERFACE "${WEBPMUX_LIBRARY}" "${WEBP_LIBRARY}")
endif()
