#include "answer.hpp"
#include "answer_writer.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include <sovrisk/analysis/questionnaire.hpp>
#include <sovrisk/catalog/date.hpp>
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

// The namespace of a fact that packs declare; empty where it is a field of the profile.
std::string namespace_of(std::string_view pointer) {
  const auto segments = json::split(pointer);
  if (!segments || segments->size() != 3 || segments->front() != "facts") return {};
  return (*segments)[1];
}

// The country codes of lists as of the profile's day.
CodesOf codes_as_of(const json::Document& profile, const catalog::Reference& reference) {
  const Value* as_of = profile.at("/as_of");
  const auto day = as_of != nullptr && as_of->is_string() ? catalog::parse_date(as_of->as_string())
                                                          : std::nullopt;
  return [day, &reference](std::string_view id) -> std::optional<std::vector<std::string>> {
    const catalog::NamedList* list = reference.list(id);
    if (list == nullptr || !day) return std::nullopt;
    return list->as_of(*day).version->countries;
  };
}

class Importer {
 public:
  Importer(json::Document& profile, json::SourcePtr source, const ImportOptions& options)
      : profile_(profile), source_(std::move(source)), options_(options) {
    out_.packs = options.packs;
  }

  Imported run() {
    const auto csv = read_csv(source_);
    if (!csv) {
      out_.problems = csv.error();
    } else if (csv->rows.empty()) {
      problem("questionnaire/column", "the file is empty", {0, 1});
    } else if (header(csv->rows.front())) {
      for (std::size_t i = 1; i < csv->rows.size(); ++i) row(csv->rows[i]);
      write();
    }
    json::sort_by_place(out_.problems);
    return std::move(out_);
  }

 private:
  void problem(std::string code, std::string message, json::Range range, std::string hint = {}) {
    out_.problems.push_back({.severity = json::Severity::error,
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
    return out_.problems.empty();
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
    find_pack(pointer);
    auto kind = kind_of(*options_.registry, out_.packs, profile_, pointer.text);
    if (!kind || !may_be_answered(pointer.text)) {
      problem("questionnaire/place",
              fmt::format("a profile has no fact \"{}\"", json::visible(pointer.text)),
              pointer.range);
      return;
    }
    if (const auto [before, fresh] = seen_.emplace(pointer.text, row.range); !fresh) {
      problem("questionnaire/duplicate",
              fmt::format("{} is answered twice", json::visible(pointer.text)), pointer.range);
      out_.problems.back().related.push_back({"first here", {source_, before->second, {}}});
      return;
    }
    declared(pointer.text, field(row, "type").text, *kind);
    auto value = value_of(profile_, *kind, answer.text);
    const SourceKey cited = source(row);
    if (!value) {
      problem("questionnaire/answer",
              fmt::format("{}: {}", json::visible(pointer.text), value.error().message),
              answer.range, value.error().hint);
      out_.not_understood.push_back(pointer.text);
      return;
    }
    understood_.push_back(
        {pointer.text, *kind, *value, {source_, answer.range, pointer.text}, cited});
  }

  [[nodiscard]] bool has_pack(const std::string& name_space) const {
    return std::ranges::any_of(
        out_.packs, [&](const criteria::Pack* p) { return p->fact_namespace == name_space; });
  }

  // The pack that declares a fact, where none of those given does.
  void find_pack(const Field& pointer) {
    const std::string space = namespace_of(pointer.text);
    if (space.empty() || has_pack(space) || !asked_.insert(space).second) return;
    const criteria::Pack* pack = options_.declaring ? options_.declaring(space) : nullptr;
    if (pack != nullptr) {
      out_.packs.push_back(pack);
    } else {
      out_.undeclared.push_back({pointer.text, pointer.text, {source_, pointer.range, {}}});
    }
  }

  // The questionnaire says of what type the facts of a namespace are, where no pack does.
  void declared(const std::string& pointer, const std::string& type, FactKind& kind) const {
    if (!pointer.starts_with("/facts/") || !kind.description.empty() || !kind.allowed.empty()) {
      return;
    }
    if (has_pack(namespace_of(pointer))) return;
    if (const auto named = kind_named(type)) kind = *named;
  }

  SourceKey source(const CsvRow& row) {
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
    return {title.text.empty() ? "Answers to a questionnaire" : title.text, url.text, date.text,
            kind.text.empty() ? "vendor-statement" : kind.text};
  }

  void write() {
    // Rows that deeper answers speak of stay where they are until these are written.
    std::ranges::stable_sort(understood_, {},
                             [](const Understood& u) { return u.kind.answer == Answer::complete; });
    AnswerWriter writer(profile_, codes_as_of(profile_, *options_.reference), options_.replace);
    for (const Understood& u : understood_) writer.write(u);
    out_.answered = std::move(writer.answered);
    out_.problems.insert(out_.problems.end(), writer.problems.begin(), writer.problems.end());
  }

  json::Document& profile_;
  json::SourcePtr source_;
  const ImportOptions& options_;
  Imported out_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::map<std::string, json::Range> seen_;
  std::set<std::string> asked_;  // namespaces of facts
  std::vector<Understood> understood_;
};

}  // namespace

Imported apply_answers(json::Document& profile, const json::SourcePtr& source,
                       const ImportOptions& options) {
  return Importer(profile, source, options).run();
}

}  // namespace sovrisk::analysis
