// URI references as JSON Schema needs them (RFC 3986, section 5.2).
#pragma once

#include <string>
#include <string_view>

namespace sovrisk::schema {

// `reference` as seen from `base`. A base may be relative itself, such as a file name.
[[nodiscard]] std::string resolve_uri(std::string_view base, std::string_view reference);

struct SplitUri {
  std::string_view document;  // without fragment
  std::string_view fragment;  // without '#', not decoded
};
[[nodiscard]] SplitUri split_uri(std::string_view uri);

// %XX decoded; a % that starts no escape stays.
[[nodiscard]] std::string percent_decode(std::string_view text);

}  // namespace sovrisk::schema
