// The families of the sovrisk CEL library; library() joins them.
#pragma once

#include <sovrisk/criteria/host.hpp>

namespace sovrisk::criteria {

[[nodiscard]] inline Host& host_of(cel::Call& call) {
  return *static_cast<Host*>(call.host());
}

[[nodiscard]] std::span<const cel::Function> profile_functions();
[[nodiscard]] std::span<const cel::Function> reference_functions();
[[nodiscard]] std::span<const cel::Function> ownership_functions();
[[nodiscard]] std::span<const cel::Function> list_functions();

}  // namespace sovrisk::criteria
