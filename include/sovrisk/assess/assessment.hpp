// The answer: findings, score, verdict, and the evidence for each. Plain values without ties to the
// pack, profile or evaluator that made them, so that any report writer can take them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sovrisk/json/diagnostic.hpp>

namespace sovrisk::assess {

// A criterion's result (fixed names: met, not-met, unknown, not-applicable, waived).
enum class Status : std::uint8_t { met, not_met, unknown, not_applicable, waived };
// A verdict's class, best first (fixed names: accept, conditional, reject; undetermined where
// several are possible).
enum class Outcome : std::uint8_t { accept, conditional, reject, undetermined };
enum class Severity : std::uint8_t { info, low, medium, high, critical };
// Whether the pack's own applies_when holds.
enum class Scope : std::uint8_t { in, out, unknown };

[[nodiscard]] std::string_view name(Status s);
[[nodiscard]] std::string_view name(Outcome o);
[[nodiscard]] std::string_view name(Severity s);
[[nodiscard]] std::string_view name(Scope s);
[[nodiscard]] std::optional<Outcome> outcome_named(std::string_view text);
[[nodiscard]] std::optional<Severity> severity_named(std::string_view text);

// Whatever the missing facts turn out to be, the final number lies within (both ends included).
struct Interval {
  double min = 0;
  double max = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

struct LevelInterval {
  std::string min;
  std::string max;
};

struct SourceInfo {  // of a profile's `sources`; empty members are not stated
  std::string id;
  std::string title;
  std::string kind;
  std::string publisher;
  std::string url;
  std::string published;
  std::string retrieved;
};

// A fact that decided a result.
struct Witness {
  std::string pointer;      // in the profile
  json::Position position;  // {0, 0} where the fact is not in the file (a default, a what-if)
  std::string value;        // JSON
  std::vector<std::string> sources;  // ids; of the nearest enclosing object that names any
  std::string file;                  // the profile's file, for reports that point at lines
};

// What people call an element of one of the profile's lists, whose pointer has but an index: its id
// or name, or "owner → owned" of a stake.
struct ElementName {
  std::string pointer;  // "/entities/3"
  std::string name;     // "softbank"
};

struct Citation {
  std::string id;
  std::string title;
  std::string url;
};

struct Remedy {
  std::string id;
  std::string title;
  double effort = 0;  // the pack author's scale; 0: not stated
};

struct WaiverNote {
  Status status = Status::not_met;  // the finding's own
  std::string reason;
  std::string approved_by;
  std::string approved;
  std::string expires;
};

struct Finding {
  std::string criterion;
  std::string title;
  std::string objective;
  Severity severity = Severity::medium;
  Status status = Status::unknown;
  std::vector<Status> possible;  // of met, not_met, not_applicable; one unless unknown
  std::string basis;             // direct, derived, editorial
  std::string message;           // what it means; of the pack, or made by its message_expression
  Interval risk;                 // 0..1; 0 where met or not applicable
  double weight = 1;
  std::vector<std::string> unknown;  // pointers of the facts that would tell
  std::vector<Witness> witnesses;
  std::vector<Citation> citations;
  std::vector<std::string> questions;  // only where something is unknown
  std::vector<Remedy> remediations;    // only where not met or unknown
  std::optional<WaiverNote> waiver;
};

struct ObjectiveResult {
  std::string id;
  std::string title;
  Interval score;
  std::optional<LevelInterval> level;
};

struct VerdictResult {
  Outcome outcome = Outcome::undetermined;
  std::optional<std::string> id;      // where one verdict alone is possible
  std::vector<std::string> possible;  // ids, best outcome first
  std::vector<Outcome> outcomes;      // those possible, best first, without repeats
};

struct Assessment {
  struct {
    std::string id, name, as_of, summary, file;
  } profile;
  struct {
    std::string id, version, title, authority;
  } pack;
  std::string as_of;
  std::string subject;         // the context's
  std::optional<Scope> scope;  // only where the pack has applies_when
  std::vector<Witness> scope_witnesses;
  std::vector<std::string> scope_unknown = {};  // pointers of the facts that would tell
  std::optional<Interval> score;                // none where out of scope
  bool lower_is_better = true;
  std::optional<LevelInterval> level;
  VerdictResult verdict;
  struct WithoutWaivers {
    std::optional<Interval> score;
    std::optional<LevelInterval> level = std::nullopt;  // levels model only
    VerdictResult verdict;
  };
  std::optional<WithoutWaivers> without_waivers;
  struct {
    std::uint32_t known = 0;
    std::uint32_t needed = 0;  // distinct facts that the criteria asked for
  } coverage;
  std::vector<ObjectiveResult> objectives;
  std::vector<Finding> findings;  // in the pack's order
  struct Change {
    std::string pointer;
    std::string value;  // JSON
  };
  std::vector<Change> changes;
  std::vector<std::string> warnings;
  std::vector<SourceInfo> sources;         // those that witnesses cite, in the profile's order
  std::vector<ElementName> elements = {};  // that pointers of this answer lead through
};

// What a report is about: every writer takes one.
struct Input {
  std::string role;  // profile, pack, context, waivers, list …
  std::string name;
  std::string sha256;  // lower-case hex
};
struct Report {
  std::string version;  // of the program
  std::string today;    // yyyy-mm-dd
  std::vector<Input> inputs;
  std::vector<Assessment> assessments;
};

}  // namespace sovrisk::assess
