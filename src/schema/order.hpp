// Numbers compared as JSON Schema does, and hashes that go with json::equal().
#pragma once

#include <cstdint>

#include <sovrisk/json/document.hpp>

namespace sovrisk::schema {

// The same for values that json::equal() takes for equal.
[[nodiscard]] std::uint64_t hash_value(const json::Value& value);

// Of two numbers, exactly: below 0, 0, above 0.
[[nodiscard]] int compare(const json::Value& a, const json::Value& b);

[[nodiscard]] bool is_whole(double value);

// Whether a number is a whole multiple of another, taken as the decimals that they are written as.
[[nodiscard]] bool is_multiple(const json::Value& value, const json::Value& of);

}  // namespace sovrisk::schema
