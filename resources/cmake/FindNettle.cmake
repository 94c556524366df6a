# SPDX-License-Identifier: GPL-3.0-or-later
# Nettle as the imported target Nettle::Nettle. It ships no CMake package.
find_path(Nettle_INCLUDE_DIR nettle/sha2.h)
find_library(Nettle_LIBRARY nettle)
mark_as_advanced(Nettle_INCLUDE_DIR Nettle_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Nettle REQUIRED_VARS Nettle_LIBRARY Nettle_INCLUDE_DIR)

if(Nettle_FOUND AND NOT TARGET Nettle::Nettle)
  add_library(Nettle::Nettle INTERFACE IMPORTED)
  target_include_directories(Nettle::Nettle INTERFACE "${Nettle_INCLUDE_DIR}")
  target_link_libraries(Nettle::Nettle INTERFACE "${Nettle_LIBRARY}")
endif()
