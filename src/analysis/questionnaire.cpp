#include "answer.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include <sovrisk/analysis/questionnaire.hpp>
#include <sovrisk/catalog/date.hpp>
#include <sovrisk/criteria/patch.hpp>
#include <sovrisk/json/pointer.hpp>

namespace sovrisk::analysis {

using json::Value;

namespace {

// What a spreadsheet was kept from running gets its own beginning back.
std::string_view plain(std::string_view text) {
  text = trimmed(text);
  const bool guarded = text.size() > 1 && text.front() == '\'' &&
                       std::string_view("=+-@|%\t").find(text[1]) != std::string_view::npos;
  return guarded ? text.substr(1) : text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

bool is_open(std::string_view answer) {
  return answer.empty() || answer == "?" || lower(answer) == "unknown";
}

// What the profile is, and how it is written, is not for the one who is asked to say.
bool may_be_answered(std::string_view pointer) {
  const std::string_view field = pointer.substr(0, pointer.find('/', 1));
  static constexpr std::string_view own[] = {"/schema", "/$schema", "/id",      "/name",
                                             "/as_of",  "/sources", "/complete"};
  return std::ranges::find(own, field) == std::end(own);
}

using SourceKey = std::tuple<std::string, std::string, std::string, std::string>;

class Importer {
 public:
  Importer(json::Document& profile, json::SourcePtr source, const schema::Registry& registry,
           const std::vector<const criteria::Pack*>& packs)
      : profile_(profile), source_(std::move(source)), registry_(registry), packs_(packs) {}

  json::Diagnostics problems;
  std::vector<Answered> answered;

  void run(const Csv& csv) {
    if (csv.rows.empty()) {
      problem("questionnaire/column", "the file is empty", {0, 1});
      return;
    }
    if (!header(csv.rows.front())) return;
    for (std::size_t i = 1; i < csv.rows.size(); ++i) row(csv.rows[i]);
    // Rows that deeper answers speak of stay where they are until these are written.
    std::ranges::stable_sort(pending_, {}, &Pending::last);
    for (const Pending& p : pending_) write(p);
  }

 private:
  struct Pending {
    std::string pointer;
    FactKind kind;
    Value value;
    json::Range range;
    std::optional<SourceKey> source;
    bool last = false;
  };

  void problem(std::string code, std::string message, json::Range range, std::string hint = {}) {
    problems.push_back({.severity = json::Severity::error,
                        .code = std::move(code),
                        .message = std::move(message),
                        .place = {source_, range, {}},
                        .related = {},
                        .hint = std::move(hint)});
  }

  bool header(const CsvRow& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string name = lower(trimmed(row.cells[i].text));
      if (!columns_.emplace(name, i).second && !name.empty()) {
        problem("questionnaire/column",
                fmt::format("two columns are called \"{}\"", json::visible(name)),
                row.cells[i].range);
      }
    }
    for (const std::string_view needed : {"pointer", "answer"}) {
      if (columns_.contains(needed)) continue;
      problem("questionnaire/column", fmt::format("there is no column \"{}\"", needed), row.range,
              "the first line names the columns, as `sovrisk questions --format csv` writes them");
    }
    return problems.empty();
  }

  // The text of a column, and where it stands; of a row that is too short, nothing.
  struct Field {
    std::string text;
    json::Range range;
  };
  [[nodiscard]] Field field(const CsvRow& row, std::string_view column) const {
    const auto found = columns_.find(column);
    if (found == columns_.end() || found->second >= row.cells.size()) return {{}, row.range};
    const Cell& cell = row.cells[found->second];
    return {std::string(plain(cell.text)), cell.range};
  }

  void row(const CsvRow& row) {
    const Field answer = field(row, "answer");
    if (is_open(answer.text)) return;
    const Field pointer = field(row, "pointer");
    auto kind = kind_of(registry_, packs_, profile_, pointer.text);
    if (!kind || !may_be_answered(pointer.text)) {
      problem("questionnaire/place",
              fmt::format("a profile has no fact \"{}\"", json::visible(pointer.text)),
              pointer.range);
      return;
    }
    if (const auto [before, fresh] = seen_.emplace(pointer.text, row.range); !fresh) {
      problem("questionnaire/duplicate",
              fmt::format("{} is answered twice", json::visible(pointer.text)), pointer.range);
      problems.back().related.push_back({"first here", {source_, before->second, {}}});
      return;
    }
    declared(pointer.text, field(row, "type").text, *kind);
    auto value = value_of(profile_, *kind, answer.text);
    const auto cited = source(row);
    if (!value) {
      problem("questionnaire/answer",
              fmt::format("{}: {}", json::visible(pointer.text), value.error().message),
              answer.range, value.error().hint);
      return;
    }
    const bool last = kind->answer == Answer::complete;
    pending_.push_back({pointer.text, *kind, *value, answer.range, cited, last});
  }

  // The questionnaire says of what type the facts of a namespace are, where no pack does.
  void declared(const std::string& pointer, const std::string& type, FactKind& kind) const {
    if (!pointer.starts_with("/facts/") || !kind.description.empty() || !kind.allowed.empty()) {
      return;
    }
    const bool known = std::ranges::any_of(packs_, [&](const criteria::Pack* p) {
      return pointer.starts_with("/facts/" + p->fact_namespace + "/");
    });
    if (known) return;
    if (const auto named = kind_named(type)) kind = *named;
  }

  std::optional<SourceKey> source(const CsvRow& row) {
    const Field title = field(row, "source title");
    const Field url = field(row, "source url");
    const Field date = field(row, "source date");
    const Field kind = field(row, "source kind");
    if (!date.text.empty() && !catalog::parse_partial_date(date.text)) {
      problem("questionnaire/source", "this is no date", date.range,
              "written yyyy-mm-dd, yyyy-mm or yyyy");
    }
    static constexpr std::string_view kinds[] = {
        "regulator", "audit", "filing", "contract", "press", "vendor-statement", "research"};
    if (!kind.text.empty() && std::ranges::find(kinds, kind.text) == std::end(kinds)) {
      problem("questionnaire/source",
              fmt::format("there is no kind of source \"{}\"", json::visible(kind.text)),
              kind.range, fmt::format("one of {}", fmt::join(kinds, ", ")));
    }
    return SourceKey{title.text.empty() ? "Answers to a questionnaire" : title.text, url.text,
                     date.text, kind.text.empty() ? "vendor-statement" : kind.text};
  }

  // ---- writing ----

  void write(const Pending& p) {
    std::string at;
    if (p.kind.answer == Answer::complete) {
      if (!p.value.as_bool()) return;  // there may be more: nothing new
      if (!close(p)) return;
      at = p.pointer;
    } else {
      auto made = criteria::change(profile_, criteria::Change::set, p.pointer, p.value);
      if (!made) {
        problem("questionnaire/place", made.error().front().message, p.range);
        return;
      }
      at = *made;
    }
    if (p.source) cite(at, *p.source);
    answered.push_back({p.pointer, at, {source_, p.range, p.pointer}});
  }

  // A list that has no more than it states; an open one is named in `complete` too.
  bool close(const Pending& p) {
    const json::Builder make = profile_.builder();
    const Value* stated = profile_.at(p.pointer);
    const Value* known = stated != nullptr ? stated->find("at_least") : nullptr;
    bool done = true;
    if (known != nullptr) done = profile_.set(p.pointer, Value(*known));
    if (stated == nullptr) done = profile_.set(p.pointer, make.array({}));
    const bool top = p.pointer.find('/', 1) == std::string::npos;
    if (done && top && !named_complete(p.pointer)) {
      if (profile_.at("/complete") == nullptr) {
        done = profile_.set("/complete", make.array({}));
      }
      done = done && profile_.set("/complete/-", make.string(p.pointer));
    }
    if (!done) problem("questionnaire/place", "something else stands in the way", p.range);
    return done;
  }

  [[nodiscard]] bool named_complete(const std::string& pointer) const {
    const Value* complete = profile_.at("/complete");
    if (complete == nullptr || !complete->is_array()) return false;
    return std::ranges::any_of(complete->items(), [&](const Value& v) {
      return v.is_string() && (v.as_string().empty() || v.as_string() == pointer);
    });
  }

  // The object around a fact names its sources; that of the profile itself has no such place.
  void cite(const std::string& at, const SourceKey& key) {
    const std::size_t slash = at.rfind('/');
    const std::string around = at.substr(0, slash);
    const Value* object = profile_.at(around);
    if (around.empty() || object == nullptr || !object->is_object()) return;
    const json::Builder make = profile_.builder();
    const Value id = make.string(source_id(key));
    const Value list = make.array({&id, 1});
    const std::string sources = around + "/sources";
    if (const Value* stated = profile_.at(sources); stated != nullptr && stated->is_array()) {
      const json::Member rest{"*", {}, *stated};
      profile_.set(sources, make.object({&rest, 1}));
    }
    profile_.set(sources + at.substr(slash), list);
  }

  std::string source_id(const SourceKey& key) {
    if (const auto known = sources_.find(key); known != sources_.end()) return known->second;
    const json::Builder make = profile_.builder();
    std::string id = "questionnaire";
    for (int n = 2; is_source(id); ++n) id = fmt::format("questionnaire-{}", n);
    std::vector<json::Member> members = {{"id", {}, make.string(id)},
                                         {"title", {}, make.string(std::get<0>(key))},
                                         {"kind", {}, make.string(std::get<3>(key))}};
    if (!std::get<1>(key).empty()) members.push_back({"url", {}, make.string(std::get<1>(key))});
    if (!std::get<2>(key).empty()) {
      members.push_back({"published", {}, make.string(std::get<2>(key))});
    }
    if (profile_.at("/sources") == nullptr) profile_.set("/sources", make.array({}));
    profile_.set("/sources/-", make.object(members));
    return sources_.emplace(key, id).first->second;
  }

  [[nodiscard]] bool is_source(const std::string& id) const {
    const Value* sources = profile_.at("/sources");
    if (sources == nullptr || !sources->is_array()) return false;
    return std::ranges::any_of(sources->items(), [&](const Value& v) {
      const Value* own = v.find("id");
      return own != nullptr && own->is_string() && own->as_string() == id;
    });
  }

  json::Document& profile_;
  json::SourcePtr source_;
  const schema::Registry& registry_;
  const std::vector<const criteria::Pack*>& packs_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::map<std::string, json::Range> seen_;
  std::map<SourceKey, std::string> sources_;
  std::vector<Pending> pending_;
};

}  // namespace

json::Result<std::vector<Answered>> apply_answers(json::Document& profile,
                                                  const json::SourcePtr& source,
                                                  const schema::Registry& registry,
                                                  const std::vector<const criteria::Pack*>& packs) {
  const auto csv = read_csv(source);
  if (!csv) return tl::unexpected(csv.error());
  Importer importer(profile, source, registry, packs);
  importer.run(*csv);
  if (!importer.problems.empty()) {
    json::sort_by_place(importer.problems);
    return tl::unexpected(std::move(importer.problems));
  }
  return std::move(importer.answered);
}

}  // namespace sovrisk::analysis
