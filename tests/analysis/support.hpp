// The shipped formats, and documents from a few lines of JSON.
#pragma once

#include <stdexcept>
#include <string>

#include <sovrisk/catalog/catalog.hpp>
#include <sovrisk/catalog/formats.hpp>
#include <sovrisk/catalog/reference.hpp>
#include <sovrisk/json/document.hpp>

namespace sovrisk::analysis::test {

inline const catalog::Formats& formats() {
  static const catalog::Catalog catalog;
  static const catalog::Formats formats(catalog);
  return formats;
}

inline const catalog::Reference& reference() {
  static const catalog::Catalog catalog;
  static const catalog::Reference reference(catalog);
  return reference;
}

inline json::Document document(const std::string& text) {
  auto parsed = json::parse("profile.json", text);
  if (!parsed) throw std::runtime_error(json::render(parsed.error()));
  return std::move(*parsed);
}

}  // namespace sovrisk::analysis::test
