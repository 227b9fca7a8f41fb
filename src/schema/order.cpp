#include "order.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <functional>
#include <string_view>

namespace sovrisk::schema {

namespace {

__extension__ using Wide = __int128;
__extension__ using UnsignedWide = unsigned __int128;

Wide integer_of(const json::Value& value) {
  return value.kind() == json::Kind::uint64 ? Wide{value.as_uint64()} : Wide{value.as_int64()};
}

int compare_wide(Wide a, Wide b) {
  return a < b ? -1 : (a > b ? 1 : 0);
}

int compare_to_double(Wide a, double b) {
  if (b >= 1e30) return -1;
  if (b <= -1e30) return 1;
  const double whole = std::trunc(b);
  const int order = compare_wide(a, static_cast<Wide>(whole));
  if (order != 0) return order;
  return b > whole ? -1 : (b < whole ? 1 : 0);
}

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t h = (a ^ b) * 0x9e3779b97f4a7c15ull;
  h ^= h >> 29;
  return h * 0xbf58476d1ce4e5b9ull;
}

std::uint64_t bits_of(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

// |value| = digits · 10^exponent, digits below 10^20 and not divisible by 10 (or 0).
struct Decimal {
  UnsignedWide digits = 0;
  int exponent = 0;
};

Decimal decimal_of(const json::Value& value) {
  Decimal out;
  if (value.kind() != json::Kind::float64) {
    const Wide number = integer_of(value);
    out.digits = static_cast<UnsignedWide>(number < 0 ? -number : number);
  } else {
    // The shortest decimal that reads back as this double is the one that was written.
    std::array<char, 40> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(),
                                   std::fabs(value.as_double()), std::chars_format::scientific);
    bool fraction = false;
    for (const char* at = text.data(); at != end.ptr; ++at) {
      if (*at == 'e') {
        int exponent = 0;
        const char* start = at + (at[1] == '+' ? 2 : 1);
        std::from_chars(start, end.ptr, exponent);
        out.exponent += exponent;
        break;
      }
      if (*at == '.') {
        fraction = true;
        continue;
      }
      out.digits = out.digits * 10 + static_cast<unsigned>(*at - '0');
      if (fraction) --out.exponent;
    }
  }
  while (out.digits != 0 && out.digits % 10 == 0) {
    out.digits /= 10;
    ++out.exponent;
  }
  return out;
}

}  // namespace

bool is_whole(double value) {
  return std::isfinite(value) && std::trunc(value) == value;
}

int compare(const json::Value& a, const json::Value& b) {
  const bool a_float = a.kind() == json::Kind::float64;
  const bool b_float = b.kind() == json::Kind::float64;
  if (a_float && b_float) {
    const double x = a.as_double();
    const double y = b.as_double();
    return x < y ? -1 : (x > y ? 1 : 0);
  }
  if (b_float) return compare_to_double(integer_of(a), b.as_double());
  if (a_float) return -compare_to_double(integer_of(b), a.as_double());
  return compare_wide(integer_of(a), integer_of(b));
}

bool is_multiple(const json::Value& value, const json::Value& of) {
  const Decimal a = decimal_of(value);
  const Decimal b = decimal_of(of);
  if (a.digits == 0) return true;
  if (b.digits == 0) return false;
  int shift = a.exponent - b.exponent;
  if (shift >= 0) {
    UnsignedWide rest = a.digits % b.digits;
    for (; shift > 0 && rest != 0; --shift) rest = rest * 10 % b.digits;
    return rest == 0;
  }
  UnsignedWide divisor = b.digits;
  for (; shift < 0; ++shift) {
    divisor *= 10;
    if (divisor > a.digits) return false;
  }
  return a.digits % divisor == 0;
}

std::uint64_t hash_value(const json::Value& value) {
  const auto text_hash = [](std::string_view text) {
    return static_cast<std::uint64_t>(std::hash<std::string_view>()(text));
  };
  switch (value.kind()) {
    case json::Kind::null:
      return 1;
    case json::Kind::boolean:
      return value.as_bool() ? 3 : 2;
    case json::Kind::int64:
    case json::Kind::uint64:
    case json::Kind::float64: {
      // Nearby integers may share a hash; equal numbers of two kinds must.
      const double number = value.as_double();
      return mix(4, bits_of(number == 0 ? 0.0 : number));
    }
    case json::Kind::string:
      return mix(5, text_hash(value.as_string()));
    case json::Kind::array: {
      std::uint64_t h = 6;
      for (const json::Value& item : value.items()) h = mix(h, hash_value(item));
      return h;
    }
    case json::Kind::object: {
      std::uint64_t sum = 7;  // without order
      for (const json::Member& member : value.members()) {
        sum += mix(text_hash(member.key), hash_value(member.value));
      }
      return sum;
    }
  }
  return 0;
}

}  // namespace sovrisk::schema
