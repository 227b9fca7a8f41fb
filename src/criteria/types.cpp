#include "types.hpp"

#include <algorithm>
#include <array>

namespace sovrisk::criteria {

using cel::Absent;
using cel::RecordType;
using cel::Type;

namespace {

// DESIGN section 4, the fields `category` and `subjects`; tests hold both against the schema.
constexpr std::array<std::string_view, 6> categories = {"account", "backups", "customer-content",
                                                        "logs",    "support", "telemetry"};
constexpr std::array<std::string_view, 8> subjects = {"biometric",
                                                      "financial",
                                                      "genomic",
                                                      "geolocation",
                                                      "government",
                                                      "health",
                                                      "intellectual-property",
                                                      "personal-information"};

}  // namespace

const std::shared_ptr<const RecordType>& law_type() {
  static const auto type = std::make_shared<const RecordType>(
      RecordType{"law",
                 {{"id", Type::string(), Absent::unknown, false},
                  {"country", Type::string(), Absent::unknown, false},
                  {"title", Type::string(), Absent::unknown, false},
                  {"article", Type::string(), Absent::unknown, false},
                  {"compels", Type::string(), Absent::unknown, false}}});
  return type;
}

const std::shared_ptr<const RecordType>& country_type() {
  static const auto type = std::make_shared<const RecordType>(
      RecordType{"country",
                 {{"code", Type::string(), Absent::unknown, false},
                  {"name", Type::string(), Absent::unknown, false},
                  {"blocs", Type::list(Type::string()), Absent::unknown, false},
                  {"laws", Type::list(Type::record(law_type())), Absent::unknown, false},
                  {"adequacy", Type::boolean(), Absent::unknown, false},
                  {"agreements", Type::list(Type::string()), Absent::unknown, false}}});
  return type;
}

const std::shared_ptr<const cel::Domain>& data_domain() {
  static const auto domain = [] {
    cel::Domain all{"data category or subject", {}};
    all.values.assign(categories.begin(), categories.end());
    all.values.insert(all.values.end(), subjects.begin(), subjects.end());
    std::ranges::sort(all.values);
    return std::make_shared<const cel::Domain>(std::move(all));
  }();
  return domain;
}

bool is_subject(std::string_view name) {
  return std::ranges::find(subjects, name) != subjects.end();
}

}  // namespace sovrisk::criteria
