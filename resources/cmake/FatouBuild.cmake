# SPDX-License-Identifier: GPL-3.0-or-later
include_guard(GLOBAL)

# One usage-requirement target carries warnings, arithmetic and sanitizers.
# Nothing else in the tree touches CMAKE_CXX_FLAGS or add_compile_options().
add_library(fatou_build_flags INTERFACE)
target_compile_features(fatou_build_flags INTERFACE cxx_std_20)
target_compile_definitions(fatou_build_flags INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
  QT_NO_FOREACH QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_compile_options(fatou_build_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wundef -Wdouble-promotion -Wimplicit-fallthrough
  -Wno-missing-field-initializers # designated initialisers leave the rest at its default
  -Wno-restrict # g++ 12 sees overlaps in std::string's operator+ that are not there (GCC PR105329)
  $<$<BOOL:${FATOU_WERROR}>:-Werror>)
# Iteration counts must not depend on the optimiser: no product is ever fused into a sum.
target_compile_options(fatou_build_flags INTERFACE -ffp-contract=off -fno-math-errno)
include(CheckLinkerFlag)
check_linker_flag(CXX -fuse-ld=gold FATOU_HAS_GOLD) # takes a quarter of the default's time
if(FATOU_HAS_GOLD)
  target_link_options(fatou_build_flags INTERFACE -fuse-ld=gold)
endif()
if(FATOU_PCH)
  # g++ 12 sees overflows in inlined std::string that are not there (GCC PR105329), and only in
  # precompiled headers does not know that it is the system's code.
  target_compile_options(fatou_build_flags INTERFACE -fpch-preprocess
    -Wno-error=stringop-overflow -Wno-error=stringop-overread -Wno-error=array-bounds
    -Wno-error=maybe-uninitialized -Wno-error=dangling-pointer -Wno-error=free-nonheap-object)
endif()
if(FATOU_SANITIZE)
  target_compile_options(fatou_build_flags INTERFACE
    -fsanitize=${FATOU_SANITIZE} -fno-omit-frame-pointer
    -Wno-maybe-uninitialized) # errs on instrumented code; the release build has it
  target_link_options(fatou_build_flags INTERFACE -fsanitize=${FATOU_SANITIZE})
endif()

# fatou_precompiled(<target> LINK <library>... HEADERS <header>...) parses the headers once for every
# target that calls fatou_use_precompiled(). It links little, as a user must define each of its macros.
# QtTest must stay out: it reads macros that differ by folder.
function(fatou_precompiled target)
  cmake_parse_arguments(arg "" "" "LINK;HEADERS" ${ARGN})
  if(FATOU_PCH)
    add_library(${target} OBJECT "${PROJECT_SOURCE_DIR}/resources/cmake/precompiled.cpp")
    target_link_libraries(${target} PRIVATE ${arg_LINK} fatou_build_flags)
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_precompile_headers(${target} PRIVATE ${arg_HEADERS})
  endif()
endfunction()

# fatou_use_precompiled(<target> <precompiled>)
function(fatou_use_precompiled target precompiled)
  if(FATOU_PCH)
    target_precompile_headers(${target} REUSE_FROM ${precompiled})
  endif()
endfunction()

# fatou_library(<target> ALIAS <name> [INTERNAL] HEADERS ... SOURCES ... PUBLIC ... PRIVATE ...)
# Headers are a file set, so each is compiled on its own by all_verify_interface_header_sets, and
# installed unless the library is internal.
function(fatou_library target)
  cmake_parse_arguments(arg "INTERNAL" "ALIAS" "HEADERS;SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(FATOU_SANITIZE)
    add_library(${target} SHARED) # a hundred tests link it
  else()
    add_library(${target} STATIC)
  endif()
  add_library(Fatou::${arg_ALIAS} ALIAS ${target})
  target_sources(${target}
    PRIVATE ${arg_SOURCES}
    PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}" FILES ${arg_HEADERS})
  target_link_libraries(${target}
    PUBLIC ${arg_PUBLIC}
    PRIVATE ${arg_PRIVATE} $<BUILD_INTERFACE:fatou_build_flags>)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${arg_ALIAS}
    VERIFY_INTERFACE_HEADER_SETS ${PROJECT_IS_TOP_LEVEL}
    POSITION_INDEPENDENT_CODE ON
    AUTOMOC OFF)
  if(NOT arg_INTERNAL)
    install(TARGETS ${target} EXPORT FatouTargets
      FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/fatou")
  endif()
endfunction()

add_custom_target(tsan_tests)

# fatou_test(<name> LABELS core simd [LINK ...] [ENVIRONMENT K=V ...] [TIMEOUT s])
# <name>.cpp becomes one QtTest program and one CTest entry. The time limit, which QtTest would have
# for each function, too, ends what hangs: no busy machine is to come near it.
function(fatou_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "LABELS;LINK;ENVIRONMENT" ${ARGN})
  if(FATOU_SANITIZE AND "slow" IN_LIST arg_LABELS)
    return() # sanitizers would make hours of its minutes
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 1200)
  endif()
  # Runs moc itself, as AUTOMOC takes two seconds a test.
  qt_generate_moc(${name}.cpp "${CMAKE_CURRENT_BINARY_DIR}/${name}.moc")
  add_executable(${name} ${name}.cpp "${CMAKE_CURRENT_BINARY_DIR}/${name}.moc")
  target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
  target_link_libraries(${name} PRIVATE Qt6::Test fatou_build_flags ${arg_LINK})
  # A test's own code need not be fast, nor each reference in it be looked at: saves a fifth of its
  # compile time, and a third.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  if(FATOU_SANITIZE)
    target_compile_options(${name} PRIVATE -fno-sanitize=alignment,null,object-size,vptr)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES
    LABELS "${arg_LABELS}"
    TIMEOUT ${arg_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QTEST_FUNCTION_TIMEOUT=${arg_TIMEOUT}000;${arg_ENVIRONMENT}")
  if("engines" IN_LIST arg_LABELS)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON) # they need every core to overlap
  endif()
  if("engines" IN_LIST arg_LABELS OR "mpi" IN_LIST arg_LABELS)
    target_link_libraries(${name} PRIVATE Fatou::engines) # the rest of core takes long to build
  else()
    target_link_libraries(${name} PRIVATE Fatou::core)
  endif()
  if("Fatou::ui" IN_LIST arg_LINK)
    fatou_use_precompiled(${name} fatou_ui_precompiled)
  else()
    fatou_use_precompiled(${name} fatou_core_precompiled)
  endif()
  if("tsan" IN_LIST arg_LABELS)
    add_dependencies(tsan_tests ${name})
  endif()
endfunction()

# Makes resources/gradients part of a program or a library, where builtInGradients() finds them.
function(fatou_add_gradients target)
  set(gradients
    aurora cividis dusk ember fatou forest glacier inferno lagoon magma neon noir opal peacock
    porcelain rosewood spectrum twilight viridis)
  list(TRANSFORM gradients PREPEND "${PROJECT_SOURCE_DIR}/resources/gradients/")
  list(TRANSFORM gradients APPEND ".json")
  qt_add_resources(${target} "gradients" PREFIX "/" BASE "${PROJECT_SOURCE_DIR}/resources"
    FILES ${gradients})
endfunction()

# Makes resources/formulas.json part of a program or a library, where formulaCatalogue() finds it.
function(fatou_add_formulas target)
  qt_add_resources(${target} "formulas" PREFIX "/" BASE "${PROJECT_SOURCE_DIR}/resources"
    FILES "${PROJECT_SOURCE_DIR}/resources/formulas.json")
endfunction()

# Makes the lessons part of a program or a library, where builtInLessons() finds them.
function(fatou_add_lessons target)
  set(files 1-basics 2-direct-or-balanced 3-monte-carlo 4-julia-set-in-parallel 5-small-work
    6-equal-rows 7-amdahl 8-free-tmax-and-depth)
  list(TRANSFORM files PREPEND "${PROJECT_SOURCE_DIR}/resources/lessons/")
  list(TRANSFORM files APPEND ".md")
  qt_add_resources(${target} "lessons" PREFIX "/" BASE "${PROJECT_SOURCE_DIR}/resources"
    FILES ${files})
endfunction()

# Makes what a Python engine runs part of a program, where python::engineText() finds it.
function(fatou_add_python target)
  set(files values channel _unpack lookup engine)
  list(TRANSFORM files PREPEND "${PROJECT_SOURCE_DIR}/resources/python/fatou/")
  list(TRANSFORM files APPEND ".py")
  qt_add_resources(${target} "python" PREFIX "/" BASE "${PROJECT_SOURCE_DIR}/resources"
    FILES ${files})
endfunction()

# Makes what the window's console has engines run part of a program or a library, with the engine's
# own text.
function(fatou_add_console target)
  fatou_add_python(${target})
  set(files "${PROJECT_SOURCE_DIR}/resources/python/console/cell.py"
    "${PROJECT_SOURCE_DIR}/resources/python/console/explorer.py")
  qt_add_resources(${target} "console" PREFIX "/" BASE "${PROJECT_SOURCE_DIR}/resources"
    FILES ${files})
endfunction()
