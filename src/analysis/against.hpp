// What an answer is to a fact that the profile states already.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/analysis/fact_kind.hpp>

namespace sovrisk::analysis {

enum class Against : std::uint8_t {
  same,
  narrows,  // one of what the profile left open: a range, a year, `at_least`, `within`
  differs   // says otherwise, or leaves open what is stated
};

// The country codes of a list of the catalog; nothing where it has no such list.
using CodesOf = std::function<std::optional<std::vector<std::string>>(std::string_view list)>;

// `pointer` is the fact's. Lists of single values are compared without regard to order.
[[nodiscard]] Against against(const json::Value& stated, const json::Value& answer,
                              const FactKind& kind, std::string_view pointer,
                              const CodesOf& codes_of);

}  // namespace sovrisk::analysis
