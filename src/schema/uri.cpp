#include "uri.hpp"

#include <cctype>

namespace sovrisk::schema {

namespace {

struct Parts {
  std::string_view scheme;     // with its colon
  std::string_view authority;  // with its slashes
  std::string_view path;
  std::string_view query;     // with its question mark
  std::string_view fragment;  // with its hash
};

bool is_scheme(std::string_view text) {
  if (text.empty() || std::isalpha(static_cast<unsigned char>(text.front())) == 0) return false;
  for (const char c : text) {
    const bool fits =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '-' || c == '.';
    if (!fits) return false;
  }
  return true;
}

Parts parse(std::string_view uri) {
  Parts parts;
  if (const auto hash = uri.find('#'); hash != std::string_view::npos) {
    parts.fragment = uri.substr(hash);
    uri = uri.substr(0, hash);
  }
  if (const auto query = uri.find('?'); query != std::string_view::npos) {
    parts.query = uri.substr(query);
    uri = uri.substr(0, query);
  }
  if (const auto colon = uri.find(':');
      colon != std::string_view::npos && is_scheme(uri.substr(0, colon))) {
    parts.scheme = uri.substr(0, colon + 1);
    uri = uri.substr(colon + 1);
  }
  if (uri.starts_with("//")) {
    const auto end = uri.find('/', 2);
    parts.authority = uri.substr(0, end);
    uri = end == std::string_view::npos ? std::string_view() : uri.substr(end);
  }
  parts.path = uri;
  return parts;
}

std::string remove_dot_segments(std::string_view in) {
  const bool relative = !in.starts_with('/');
  std::string out;
  const auto drop_last = [&out] {
    const auto slash = out.rfind('/');
    out.resize(slash == std::string::npos ? 0 : slash);
  };
  while (!in.empty()) {
    if (in.starts_with("../")) {
      in.remove_prefix(3);
    } else if (in.starts_with("./") || in.starts_with("/./")) {
      in.remove_prefix(2);
    } else if (in == "/.") {
      in = "/";
    } else if (in.starts_with("/../")) {
      in.remove_prefix(3);
      drop_last();
    } else if (in == "/..") {
      in = "/";
      drop_last();
    } else if (in == "." || in == "..") {
      break;
    } else {
      const auto next = in.find('/', 1);
      out += in.substr(0, next);
      in = next == std::string_view::npos ? std::string_view() : in.substr(next);
    }
  }
  if (relative && out.starts_with('/')) out.erase(0, 1);
  return out;
}

std::string merge(const Parts& base, std::string_view path) {
  if (!base.authority.empty() && base.path.empty()) return "/" + std::string(path);
  const auto slash = base.path.rfind('/');
  if (slash == std::string_view::npos) return std::string(path);
  return std::string(base.path.substr(0, slash + 1)) + std::string(path);
}

}  // namespace

std::string resolve_uri(std::string_view base_text, std::string_view reference) {
  const Parts base = parse(base_text);
  const Parts ref = parse(reference);
  const auto join = [](std::string_view scheme, std::string_view authority, std::string_view path,
                       std::string_view query, std::string_view fragment) {
    std::string out;
    for (const std::string_view part : {scheme, authority, path, query, fragment}) out += part;
    return out;
  };
  if (!ref.scheme.empty()) {
    // A scheme without hierarchy (urn:) has nothing to normalise.
    const bool hierarchy = !ref.authority.empty() || ref.path.starts_with('/');
    const std::string path = hierarchy ? remove_dot_segments(ref.path) : std::string(ref.path);
    return join(ref.scheme, ref.authority, path, ref.query, ref.fragment);
  }
  if (!ref.authority.empty()) {
    return join(base.scheme, ref.authority, remove_dot_segments(ref.path), ref.query, ref.fragment);
  }
  if (ref.path.empty()) {
    return join(base.scheme, base.authority, base.path, ref.query.empty() ? base.query : ref.query,
                ref.fragment);
  }
  const std::string path = remove_dot_segments(ref.path.starts_with('/') ? std::string(ref.path)
                                                                         : merge(base, ref.path));
  return join(base.scheme, base.authority, path, ref.query, ref.fragment);
}

SplitUri split_uri(std::string_view uri) {
  const auto hash = uri.find('#');
  if (hash == std::string_view::npos) return {uri, {}};
  return {uri.substr(0, hash), uri.substr(hash + 1)};
}

std::string percent_decode(std::string_view text) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 &&
        digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace sovrisk::schema
