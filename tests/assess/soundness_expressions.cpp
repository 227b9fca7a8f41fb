// Criteria over the whole vocabulary of section 7 and what doubt can do to it.
#include "soundness_expressions.hpp"

namespace sovrisk::assess::test {

namespace {

// None of these ends in an error, whatever the profile states.
constexpr const char* conditions[] = {
    // fields, presence, arithmetic
    "profile.access.key_custody == 'customer'",
    "profile.access.key_custody in ['customer', 'shared']",
    "profile.access.customer_approval && profile.access.customer_access_log",
    "profile.access.customer_approval || profile.operations.source_escrow",
    "has(profile.access.key_custody)",
    "profile.access.?key_custody.orValue('shared') != 'provider'",
    "has(profile.operations.exit.notice_days) && profile.operations.exit.notice_days >= 30",
    "profile.operations.autonomous_days >= 30",
    "profile.operations.autonomous_days + profile.operations.exit.notice_days > 90",
    "profile.operations.autonomous_days * 2 - 10 <= profile.operations.exit.notice_days",
    "profile.operations.exit.data_export ? profile.operations.exit.notice_days > 30 : "
    "profile.operations.autonomous_days > 7",
    "(profile.operations.source_escrow ? 1.0 : 0.5) >= 0.5",
    "profile.service == 'a' || has(profile.offer_of)",
    "profile.access == profile.access",
    "profile.operations.exit == profile.operations.exit",
    "profile.access.government_requests.challenges != profile.access.encryption_at_rest",
    // lists in doubt
    "'external' in profile.access.key_options",
    "profile.access.key_options.exists(k, k in ['external', 'client-side'])",
    "size(profile.access.key_options) >= 2",
    "profile.access.key_options.exists_one(k, k == 'imported')",
    "profile.access.key_options == ['external']",
    "profile.access.privileged_from.all(c, !(c in params.adversaries))",
    "profile.access.privileged_from.exists(c, inList(c, 'eu.members'))",
    "profile.access.support_from.filter(c, c in params.adversaries).size() == 0",
    "profile.operations.staff_in.map(c, inList(c, 'five-eyes')).all(x, x)",
    "size(profile.operations.staff_in) <= 2",
    "profile.operations.staff_in == profile.operations.soc_in",
    "(profile.operations.staff_in + profile.operations.soc_in).all(c, c in ['US', 'DE', 'FR'])",
    "profile.operations.suspendable_from.exists_one(c, c == 'US')",
    "profile.operations.updates_from != ['CN']",
    "profile.operations.staff_in.size() > 0 && profile.operations.staff_in[0] == 'US'",
    "profile.operations.staff_in.size() > 1 && profile.operations.staff_in[1] != 'CN'",
    "profile.operations.soc_in.distinct().size() == 1",
    "profile.operations.soc_in.sort() == ['DE', 'US']",
    "profile.operations.identity_plane_in.map(c, country(c).name).join(', ') == 'Germany'",
    "profile.operations.control_plane_in.filter(c, c != 'US').exists(c, country(c).adequacy)",
    // data
    "data('health').stored_in.all(c, !(c in params.adversaries))",
    "data('backups').replicated_to.exists(c, c == 'CN')",
    "data('customer-content').processed_in == ['DE']",
    "data('customer-content').stored_in.exists(c, c == 'US')",
    "data('telemetry').residency == 'technical'",
    "data('health').customer_chooses_region",
    "has(data('logs').stored_in)",
    "size(data('financial').accessible_from) == 0",
    "data('personal-information').stored_in == data('backups').stored_in",
    "data('health') == data('financial')",
    "context.data.all(d, data(d.subject).stored_in.all(c, !(c in params.adversaries)))",
    "profile.data.all(d, d.residency != 'none')",
    "profile.data.exists(d, d.category == 'backups' && 'DE' in d.stored_in)",
    "profile.data.filter(d, d.category == 'customer-content').size() >= 1",
    "profile.data.exists(d, d.category == 'customer-content' && (dyn(d.subjects) == null || "
    "'health' in "
    "d.subjects))",
    // regions and parties
    "usedRegions().all(r, r.country in ['US', 'DE'])",
    "usedRegions().exists(r, r.zones >= 2)",
    "usedRegions().exists_one(r, r.country == 'DE')",
    "size(usedRegions()) >= 2",
    "usedRegions() == profile.regions",
    "usedRegions().map(r, r.country) == ['DE']",
    "usedRegions().filter(r, r.country == 'US').size() < 2",
    "operators().exists(o, of(o, params.adversaries))",
    "of(operators(), params.adversaries)",
    "'e0' in operators()",
    "size(operators()) == 1",
    "operators() == ['e1']",
    "size(operators()) > 0 && operators()[0] == 'e0'",
    "operators().all(o, !ownership.controlled(o, params.adversaries))",
    "size(contracting()) <= 1",
    "contracting() == ['e0']",
    "'e1' in contracting()",
    "size(contracting()) > 0 && contracting()[0] == 'e1'",
    "of(contracting(), outside('eu.members'))",
    "profile.roles.contracting.exists(c, '*' in c.markets)",
    "profile.regions.all(r, r.status == 'available')",
    "profile.regions.all(r, has(r.operator) && r.operator == 'e0')",
    "profile.regions.exists(r, r.opened <= as_of)",
    "profile.regions.exists(r, r.facility_operator != r.operator)",
    "usedRegions().all(u, profile.regions.all(r, r.country != 'CN' || r.partition != u.partition))",
    // chains, special rights, states, who is behind a listing
    "size(ownership.chain('e0', ['CN'])) > 0",
    "ownership.chain('e0', ['CN']) == []",
    "ownership.chain('e0', params.adversaries).exists(s, s.owner == 'e1')",
    "ownership.chain('e0', outside('eu.members')).all(s, s.owned != 'e2')",
    "size(ownership.chain('e0', ['e1'])) > 0 && ownership.chain('e0', ['e1'])[0].owner == 'e1'",
    "ownership.influence('e0', ['CN']).exists(i, i.held)",
    "ownership.influence('e0', params.adversaries).all(i, !('veto' in i.right.rights))",
    "size(ownership.influence('e0', ['US'])) == 0",
    "ownership.influence('e0', ['e1'], {'rights': ['veto']}).exists(i, i.right.owner == 'e1')",
    "ownership.influence('e0', ['CN']).exists(i, size(i.chain) > 1)",
    "ownership.state_owned('e0')",
    "ownership.state_owned(profile.roles.parent, params.adversaries)",
    "ownership.state_owned('e1', ['CN'], {'threshold': 25.0})",
    "listedBy('e0', 'us.ofac-sdn').listed",
    "listedBy('e0', 'us.ofac-sdn').entity == 'e1'",
    "size(listedBy('e0', 'us.ofac-sdn').chain) == 0",
    "listedBy('e1', 'us.entity-list').entry.hasValue()",
    // entities
    "of('e0', ['CN'])",
    "of('e0', ['US'], {'limbs': ['incorporated']})",
    "of('e1', ['DE', 'FR'], {'limbs': ['headquartered', 'resident']})",
    "of(profile.roles.parent, params.adversaries)",
    "of('e1', outside('eu.members'))",
    "of('e0', outside(['US']))",
    "of('e0', profile.operations.staff_in)",
    "of('e0', outside(profile.operations.staff_in))",
    "of(profile.roles.operator, profile.access.support_from)",
    "seats('e0') == ['US']",
    "'US' in seats(contracting())",
    "size(seats('e0')) <= 1",
    "size(seats('e1')) > 0 && seats('e1')[0] == 'CN'",
    "size(seats(operators())) > 0 && seats(operators())[0] == 'US'",
    "seats(operators()).all(c, inList(c, 'eu.members') || c == 'US')",
    "profile.entities.exists(e, e.kind == 'state')",
    "size(profile.entities) <= 4",
    "profile.entities.filter(e, e.kind == 'person').all(e, 'US' in e.citizen_of)",
    "profile.entities.exists(e, e.country == 'US')",
    "profile.entities.all(e, of(e, ['US', 'DE', 'CN']))",
    // laws, countries
    "laws.compel(seats('e0')).exists(l, l.id == 'us.cloud-act')",
    "size(laws.compel(data('health').stored_in)) == 0",
    "laws.compel(profile.access.support_from).all(l, l.country != 'CN')",
    "laws.compel(seats(operators())).map(l, l.country) == ['US']",
    "size(laws.compel(profile.operations.staff_in)) > 0 && "
    "laws.compel(profile.operations.staff_in)[0].country == 'US'",
    // ownership
    "ownership.share('e0', ['CN']) >= 25.0",
    "ownership.share('e0', ['US', 'e1']) > 50.0",
    "ownership.share(profile.roles.parent, params.adversaries) < 50.0",
    "ownership.share('e1', outside('eu.members')) <= 50.0",
    "ownership.share('e0', profile.operations.staff_in) > 10.0",
    "ownership.share('e0', ['CN'], {'dispersed': 'anybody'}) < 25.0",
    "ownership.share('e0', ['US'], {'limbs': ['incorporated']}) > 0.0",
    "ownership.share('e0', ['US']) + ownership.share('e0', ['CN']) <= 100.0",
    "ownership.votes('e0', ['CN']) >= 25.0",
    "ownership.votes('e1', outside(['US', 'DE']), {'dispersed': 'anybody'}) < 50.0",
    "ownership.largest('e0', ['CN', 'RU']) > 10.0",
    "ownership.largest('e0', ['US'], {'by': 'voting'}) <= 50.0",
    "ownership.aggregate('e0', ['CN']) >= 50.0",
    "ownership.aggregate('e0', ['US', 'e2'], {'threshold': 25.0}) >= 25.0",
    "ownership.aggregate('e0', ['CN'], {'threshold': facts.pue * 40.0 + 1.0}) >= 25.0",
    "ownership.controlled('e0', ['CN'])",
    "ownership.controlled('e0', ['US'], {'dominant': 25.0})",
    "ownership.controlled('e0', ['CN'], {'rights': []})",
    "ownership.controlled('e1', params.adversaries, {'also_rights': ['veto', 'board-seat']})",
    "ownership.controlled('e0', ['CN'], {'also_rights': facts.board ? ['veto'] : ['board-seat']})",
    "ownership.controlled('e0', outside('eu.members'))",
    "ownership.controlled('e0', profile.access.privileged_from)",
    "'e1' in ownership.parents('e0')",
    "ownership.parents('e0') == ['e2']",
    "size(ownership.parents('e0')) == 1",
    "size(ownership.parents('e0')) > 0 && ownership.parents('e0')[0] == 'e1'",
    "ownership.parents('e0').all(p, of(p, ['US', 'DE', 'FR']))",
    "profile.ownership.exists(o, o.equity > 50.0)",
    "profile.ownership.all(o, o.voting <= 50.0)",
    "profile.ownership.exists(o, 'veto' in o.rights)",
    "profile.ownership.filter(o, o.owned == 'e0').size() <= 1",
    // lists, proceedings, certificates
    "listed('e0', 'us.entity-list')",
    "listed('e0', 'us.ofac-sdn')",
    "listed('e1', 'us.fcc-covered-list')",
    "listed(profile.roles.parent, 'us.ofac-sdn')",
    "profile.government_lists.exists(g, listed(g.entity, g.list))",
    "operators().exists(o, listed(o, 'us.ofac-sdn'))",
    "certified('soc-2')",
    "certified('iso-27001') || certified('secnumcloud')",
    "reviewed('us.commerce.ict')",
    "reviewed('us.bis')",
    "profile.proceedings.exists(p, p.authority == 'us.commerce.ict' && p.outcome == 'prohibited')",
    "profile.proceedings.all(p, dyn(p.opened) == null || p.opened < as_of)",
    "profile.certifications.exists(c, c.scheme == 'soc-2' && (dyn(c.expires) == null || c.expires "
    "> "
    "as_of))",
    "profile.incidents.all(i, i.date < timestamp('2022-01-01T00:00:00Z'))",
    "size(profile.incidents) < 2",
    "profile.incidents.exists(i, i.kind == 'a')",
    "profile.supply_chain.all(s, !(s.country in params.adversaries) || s.open_source)",
    "profile.subprocessors.map(s, s.country).exists(c, c == 'CN')",
    "profile.subprocessors.size() > 0 && profile.subprocessors[0].name == 'a'",
    // the pack's own facts
    "facts.pue < 1.3",
    "facts.board",
    "has(facts.grade) && facts.grade == 'a'",
    "facts.since <= as_of",
    "'a' in facts.tags",
    "size(facts.tags) == 1",
    "facts.seats * 2 > 4",
};

// These may end in an error: a chain ends where one does.
constexpr const char* risky[] = {
    "profile.access.support_from[0] == 'US'",
    "profile.operations.staff_in[1] == 'DE'",
    "usedRegions()[0].country == 'US'",
    "region('r0').country == 'US'",
    "region('r1').status == 'available'",
    "region('r0').operator == 'e1'",
    "entity('e0').kind == 'company'",
    "entity('e5').kind == 'person'",
    "entity('e0').incorporated_in == 'US'",
    "'US' in entity('e0').headquartered_in",
    "inList(entity('e0').incorporated_in, 'eu.members')",
    "country(entity('e0').incorporated_in).blocs.exists(b, b == 'nato')",
    "ownership.parents('e0')[0] == 'e2'",
    "seats('e0')[0] == 'US'",
    "100.0 / profile.ownership[0].equity > 2.0",
};

constexpr const char* exposures[] = {
    "0.5",
    "facts.board ? 0.25 : 0.75",
    "profile.access.encryption_at_rest ? 0.2 : 1.0",
    "ownership.share('e0', ['CN']) / 100.0",
    "facts.pue / 2.0",
    "size(usedRegions()) > 1 ? 1.0 : 0.5",
};

constexpr const char* whens[] = {
    "score > 50.0",
    "score >= 25.0 && objectives['one'].score > 10.0",
    "objectives['two'].score <= 20.0",
    "criteria['C0'].status == 'not-met'",
    "criteria['C1'].status != 'not-met'",
    "criteria['C0'].status in ['met', 'not-applicable'] && criteria['C1'].status == 'met'",
    "findings.exists(f, f.severity == 'critical' && f.status == 'not-met')",
    "findings.filter(f, f.status == 'not-met').size() >= 3",
    "findings.all(f, f.status != 'not-met')",
};

}  // namespace

std::span<const char* const> sure_conditions() {
  return conditions;
}
std::span<const char* const> risky_conditions() {
  return risky;
}
std::span<const char* const> exposure_expressions() {
  return exposures;
}
std::span<const char* const> verdict_conditions() {
  return whens;
}

}  // namespace sovrisk::assess::test
