# SPDX-License-Identifier: GPL-3.0-or-later
# Fails on an include that points up a floor. Each folder is a row, which names the folders that it
# may include beside itself. A row can name only rows above it, so that no circle can be allowed.
cmake_minimum_required(VERSION 3.25)
set(floors
  "core/base:"
  "core/kernels:        base"
  "core/engines/wire:"
  "core/engines/tasks:     base engines/wire"
  "core/engines/remote:    engines/wire engines/tasks"
  "core/engines/executors: engines/tasks"
  "core/engines/inner:     base engines/wire engines/tasks engines/remote"
  "core/engines/cluster:   base engines/tasks engines/remote engines/executors engines/inner"
  "core/engines:           base engines/wire engines/tasks engines/inner engines/cluster"
  "core/mpi:      base engines/wire engines/tasks engines/remote engines/executors
                  engines/cluster engines"
  "core/mpi/rank: base engines/wire engines/tasks engines/remote mpi"
  "core/julia/numbers:  base"
  "core/julia/formulas: base kernels julia/numbers"
  "core/julia/plane:    base julia/numbers julia/formulas"
  "core/julia/dynamics: base kernels julia/numbers julia/formulas julia/plane"
  "core/color:          base"
  "core/stats:          base engines/tasks"
  "core/render:         base kernels engines/wire engines/tasks engines julia/numbers julia/formulas
                        julia/plane julia/dynamics stats"
  "core/io/files:       base"
  "core/io/machine:     base kernels engines/executors"
  "core/io/formats:     base color io/files io/machine"
  "core/io/places:      base julia/numbers julia/formulas julia/plane io/files io/formats"
  "core/io/gradients:   base color io/files"
  "core/io/foreign:     base color julia/numbers julia/formulas julia/plane io/files io/places
                        io/gradients"
  "core/io/reports:     base julia/numbers stats io/files io/machine"
  "core/io:             base color io/files io/formats io/places io/gradients io/foreign
                        io/reports"
  "core/exports:        base engines julia/formulas color render io/files io/formats io/places
                        io/gradients"
  "core/animation:      base engines/wire engines/tasks engines julia/numbers julia/formulas
                        julia/plane julia/dynamics color render io/files io/formats io/places
                        io/gradients exports"
  "ui/style:"
  "ui/widgets: style"
  "ui/jobs:"
  "ui/state:   style widgets jobs"
  "ui/engines: style widgets jobs"
  "ui/picture: jobs engines"
  "ui/canvas:  style widgets jobs state picture"
  "ui/map:     style widgets jobs state"
  "ui/models:  style widgets jobs state"
  "ui/panels:  style widgets jobs state map models"
  "ui/lab:     style widgets jobs state engines canvas"
  "ui/export:  style widgets jobs state picture canvas models"
  "ui/help:    style widgets state"
  "ui/window:  style widgets jobs state engines picture canvas map models panels lab export help")

set(bad "")
set(folders "")
foreach(row IN LISTS floors)
  string(REGEX MATCH "^((core|ui)/[a-z_/]+):(.*)$" row "${row}")
  set(folder "${CMAKE_MATCH_1}")
  set(top "${CMAKE_MATCH_2}")
  set(${folder}_allows "${folder}")
  separate_arguments(below UNIX_COMMAND "${CMAKE_MATCH_3}")
  foreach(each IN LISTS below)
    if(NOT "${top}/${each}" IN_LIST folders)
      string(APPEND bad "${folder}: ${top}/${each} is no floor below it\n")
    endif()
    list(APPEND ${folder}_allows "${top}/${each}")
  endforeach()
  list(APPEND folders "${folder}")
endforeach()

file(GLOB_RECURSE files RELATIVE "${ROOT}"
  "${ROOT}/core/*.h" "${ROOT}/core/*.cpp" "${ROOT}/ui/*.h" "${ROOT}/ui/*.cpp")
foreach(file IN LISTS files)
  get_filename_component(folder "${file}" DIRECTORY)
  if(NOT folder IN_LIST folders)
    string(APPEND bad "${file}: its folder is no floor that this check knows\n")
    continue()
  endif()
  file(STRINGS "${ROOT}/${file}" includes REGEX "^#include")
  foreach(line IN LISTS includes)
    set(is_wrong FALSE)
    if(line MATCHES "\"((core|ui)/[^\"]+)\"")
      get_filename_component(included "${CMAKE_MATCH_1}" DIRECTORY)
      if(file MATCHES "^ui/" AND included MATCHES "^core/")
        if(included MATCHES "^core/(kernels|mpi|engines/inner)")
          set(is_wrong TRUE)
        endif()
      elseif(NOT included IN_LIST ${folder}_allows)
        set(is_wrong TRUE)
      endif()
    elseif(line MATCHES "\"(app|tests)/")
      set(is_wrong TRUE)
    elseif(file MATCHES "^core/" AND
           line MATCHES "<Q(Widget|Application|Gui|Image|Painter|Pixmap|Color)")
      set(is_wrong TRUE)
    elseif(file MATCHES "^core/kernels/" AND line MATCHES "<(Q|Eigen)")
      set(is_wrong TRUE)
    endif()
    if(is_wrong)
      string(APPEND bad "${file}: ${line}\n")
    endif()
  endforeach()
endforeach()

if(bad)
  message(FATAL_ERROR "includes that break the layering:\n${bad}")
endif()
