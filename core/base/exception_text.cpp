// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/exception_text.h"

#include <new>
#include <system_error>

namespace fatou {

std::string exceptionText(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr)
    return "there is not enough memory; choose a smaller size or fewer engines, or raise the limit";
  const char* text = error.what();
  // A thread that cannot be started throws this code with the plain text of the system, which is
  // replaced here. Any other text is from another source, and more precise.
  const auto* system = dynamic_cast<const std::system_error*>(&error);
  if (system != nullptr && system->code() == std::errc::resource_unavailable_try_again &&
      (text == nullptr || system->code().message() == text))
    return "no more threads can be started; choose fewer engines, or raise the limit on processes "
           "and memory";
  return text && *text != '\0' ? text : "an exception without a text";
}

std::string currentExceptionText() {
  try {
    throw;
  } catch (const std::exception& error) {
    return exceptionText(error);
  } catch (...) {
    return "something unexpected was thrown; please report it";
  }
}

}  // namespace fatou
