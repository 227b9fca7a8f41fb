// The picture of ownership for programs: data/schemas/ownership-1.schema.json.
#include <sovrisk/json/write.hpp>
#include <sovrisk/report/ownership.hpp>

namespace sovrisk::report {

using json::Writer;
using ownership::Truth;

namespace {

void texts(Writer& out, std::string_view key, const std::vector<std::string>& values) {
  out.key(key).begin_array();
  for (const std::string& value : values) out.value(std::string_view(value));
  out.end_array();
}

// true, false, or null where it is unknown.
void truth(Writer& out, std::string_view key, Truth value) {
  out.key(key);
  if (value == Truth::unknown) {
    out.null();
  } else {
    out.value(value == Truth::yes);
  }
}

void range(Writer& out, std::string_view key, double min, double max) {
  out.key(key).begin_object();
  out.member("min", min).member("max", max);
  out.end_object();
}

void amount(Writer& out, std::string_view key, const ownership::Amount& one) {
  out.key(key).begin_object();
  if (!one.ring.empty()) {
    texts(out, "ring", one.ring);
    out.end_object();
    return;
  }
  out.member("min", one.min).member("max", one.max);
  if (one.min_strict) out.member("min_excluded", true);
  if (one.max_strict) out.member("max_excluded", true);
  if (!one.basis.missing.empty()) texts(out, "unknown", one.basis.missing);
  out.end_object();
}

void answer(Writer& out, std::string_view key, const ownership::Answer& one) {
  out.key(key).begin_object();
  truth(out, "value", one.value);
  texts(out, "facts", one.basis.facts);
  texts(out, "unknown", one.basis.missing);
  out.end_object();
}

void places(Writer& out, std::string_view key, const ownership::Places& all) {
  out.key(key).begin_object();
  texts(out, "surely", all.surely);
  texts(out, "perhaps", all.perhaps);
  out.member("open", all.open);
  out.end_object();
}

// Pointers of its rows, the top first.
void chain(Writer& out, std::string_view key, const std::vector<ownership::Link>& links) {
  out.key(key).begin_array();
  for (const ownership::Link& link : links) out.value(std::string_view(link.pointer));
  out.end_array();
}

void entities(Writer& out, const OwnershipSurvey& survey) {
  out.key("entities").begin_array();
  for (const OwnershipSurvey::Entity& entity : survey.entities) {
    out.begin_object();
    out.member("id", std::string_view(entity.id)).member("name", std::string_view(entity.name));
    out.member("kind", std::string_view(entity.kind));
    out.member("pointer", std::string_view(entity.pointer));
    places(out, "seats", entity.seats);
    out.end_object();
  }
  out.end_array();
}

void stakes(Writer& out, const OwnershipSurvey& survey) {
  out.key("stakes").begin_array();
  for (const OwnershipSurvey::Line& line : survey.tree) {
    if (!line.branch.stake) continue;
    const ownership::Link& link = *line.branch.stake;
    out.begin_object();
    out.member("owner", std::string_view(link.owner));
    out.member("owned", std::string_view(link.owned));
    if (link.equity_min) range(out, "equity", *link.equity_min, *link.equity_max);
    if (link.votes_min) range(out, "voting", *link.votes_min, *link.votes_max);
    texts(out, "rights", link.rights);
    if (!line.since.empty()) out.member("since", std::string_view(line.since));
    if (!line.until.empty()) out.member("until", std::string_view(line.until));
    out.member("perhaps", link.perhaps);
    out.member("pointer", std::string_view(link.pointer));
    if (line.position.line > 0) {
      out.member("line", line.position.line).member("column", line.position.column);
    }
    texts(out, "sources", line.sources);
    out.end_object();
  }
  out.end_array();
}

void undisclosed(Writer& out, const OwnershipSurvey& survey) {
  out.key("undisclosed").begin_array();
  for (const OwnershipSurvey::Line& line : survey.tree) {
    const ownership::Branch& branch = line.branch;
    const bool any = branch.equity_undisclosed > 0 || branch.votes_undisclosed > 0 ||
                     branch.equity_dispersed > 0 || branch.rights_undisclosed;
    if (branch.repeated || !any) continue;
    out.begin_object();
    out.member("entity", std::string_view(branch.entity));
    out.member("equity", branch.equity_undisclosed).member("voting", branch.votes_undisclosed);
    out.member("rights", branch.rights_undisclosed);
    out.member("dispersed", branch.equity_dispersed);
    out.end_object();
  }
  out.end_array();
}

void influence(Writer& out, const ownership::Influences& all) {
  out.key("influence").begin_object();
  out.key("rights").begin_array();
  for (const ownership::Influence& one : all.rights) {
    out.begin_object();
    out.member("pointer", std::string_view(one.right.pointer));
    texts(out, "rights", one.right.rights);
    truth(out, "held", one.held);
    chain(out, "chain", one.chain);
    out.end_object();
  }
  out.end_array();
  out.member("open", all.open);
  out.end_object();
}

void totals(Writer& out, const OwnershipSurvey& survey) {
  out.key("totals").begin_array();
  for (const OwnershipSurvey::Totals& one : survey.totals) {
    out.begin_object();
    out.member("from", std::string_view(one.label));
    amount(out, "share", one.share);
    amount(out, "votes", one.votes);
    amount(out, "largest", one.largest);
    amount(out, "aggregate", one.aggregate);
    answer(out, "controlled", one.controlled);
    chain(out, "chain", one.chain);
    influence(out, one.influence);
    out.end_object();
  }
  out.end_array();
}

void listings(Writer& out, const OwnershipSurvey& survey) {
  out.key("listed").begin_array();
  for (const OwnershipSurvey::Listing& one : survey.listings) {
    out.begin_object();
    out.member("list", std::string_view(one.list));
    truth(out, "value", one.by.answer.value);
    if (!one.by.entry.empty()) {
      out.member("entry", std::string_view(one.by.entry));
      out.member("entity", std::string_view(one.by.entity));
    }
    chain(out, "chain", one.by.chain);
    texts(out, "unknown", one.by.answer.basis.missing);
    out.end_object();
  }
  out.end_array();
}

void sources(Writer& out, const OwnershipSurvey& survey) {
  out.key("sources").begin_array();
  for (const assess::SourceInfo& s : survey.sources) {
    out.begin_object();
    const std::pair<std::string_view, std::string_view> members[] = {{"id", s.id},
                                                                     {"title", s.title},
                                                                     {"kind", s.kind},
                                                                     {"publisher", s.publisher},
                                                                     {"url", s.url},
                                                                     {"published", s.published},
                                                                     {"retrieved", s.retrieved}};
    for (const auto& [key, value] : members) {
      if (!value.empty()) out.member(key, value);
    }
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string ownership_json(const OwnershipSurvey& survey) {
  Writer out(2);
  out.begin_object();
  out.member("schema", "sovrisk/ownership/1");
  out.key("profile").begin_object();
  out.member("id", std::string_view(survey.profile.id));
  out.member("name", std::string_view(survey.profile.name));
  out.member("as_of", std::string_view(survey.profile.as_of));
  out.end_object();
  out.member("as_of", std::string_view(survey.as_of));
  out.member("entity", std::string_view(survey.entity));
  if (!survey.role.empty()) out.member("role", std::string_view(survey.role));
  entities(out, survey);
  stakes(out, survey);
  undisclosed(out, survey);
  totals(out, survey);
  places(out, "parents", survey.parents);
  answer(out, "state_owned", survey.state_owned);
  listings(out, survey);
  out.member("relies_on_dispersed", survey.relies_on_dispersed);
  out.key("changes").begin_array();
  for (const assess::Assessment::Change& change : survey.changes) {
    out.begin_object();
    out.member("pointer", std::string_view(change.pointer));
    out.key("value");
    if (const auto value = json::parse("<value>", change.value)) {
      out.value(value->root());
    } else {
      out.value(std::string_view(change.value));
    }
    out.end_object();
  }
  out.end_array();
  sources(out, survey);
  out.end_object();
  return out.take() + "\n";
}

}  // namespace sovrisk::report
