#include "aggregate.hpp"
#include "control.hpp"
#include "impl.hpp"
#include "walk.hpp"

#include <fmt/format.h>

#include <sovrisk/json/pointer.hpp>
#include <sovrisk/ownership/graph.hpp>

namespace sovrisk::ownership {

Graph::Graph(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Graph::~Graph() = default;
Graph::Graph(Graph&&) noexcept = default;
Graph& Graph::operator=(Graph&&) noexcept = default;

Graph Graph::from_profile(const json::Document& profile, catalog::Day as_of,
                          const CountryLists& lists) {
  return Graph(std::make_unique<Impl>(Impl{read_model(profile, as_of, lists)}));
}

bool Graph::has(std::string_view entity) const {
  return impl_->model.find(entity) >= 0;
}

json::Diagnostics Graph::problems() const {
  return impl_->model.problems;
}

std::vector<std::string> Graph::entities() const {
  std::vector<std::string> ids;
  ids.reserve(impl_->model.entities.size());
  for (const Entity& entity : impl_->model.entities) ids.push_back(entity.id);
  return ids;
}

namespace {

// An entity that is not stated: nothing is known of it.
template <class Result>
Result not_stated() {
  Result result;
  result.basis.missing.emplace_back("/entities");
  return result;
}

Amount walk(const Model& model, std::string_view id, Dimension d, const Who& who,
            const Options& options) {
  const int at = model.find(id);
  if (at < 0) return not_stated<Amount>();
  return first_hit(model, at, d, membership(model, who, options), options);
}

}  // namespace

Answer Graph::of(std::string_view entity, const Who& countries, const Options& options) const {
  const int at = impl_->model.find(entity);
  if (at < 0) return not_stated<Answer>();
  const Entity& one = impl_->model.entities[static_cast<std::size_t>(at)];
  return {of_countries(one, countries, options), of_basis(one, countries, options)};
}

Places Graph::seats(std::string_view entity) const {
  const int at = impl_->model.find(entity);
  if (at >= 0) return seats_of(impl_->model.entities[static_cast<std::size_t>(at)]);
  Places anywhere = not_stated<Places>();
  anywhere.open = true;
  return anywhere;
}

Amount Graph::share(std::string_view entity, const Who& who, const Options& options) const {
  return walk(impl_->model, entity, equity, who, options);
}

Amount Graph::votes(std::string_view entity, const Who& who, const Options& options) const {
  return walk(impl_->model, entity, Dimension::votes, who, options);
}

Amount Graph::aggregate(std::string_view entity, const Who& who, const Options& options) const {
  const int at = impl_->model.find(entity);
  if (at < 0) return not_stated<Amount>();
  const Membership members = membership(impl_->model, who, options);
  const Aggregate all(impl_->model, members, options);
  Amount amount = all.amount(at);
  all.explain(at, amount.basis);
  if (amount.min == amount.max) amount.basis.missing.clear();
  return amount;
}

Answer Graph::controlled(std::string_view entity, const Who& who, const Options& options) const {
  const int at = impl_->model.find(entity);
  if (at < 0) return not_stated<Answer>();
  const Membership members = membership(impl_->model, who, options);
  const Control control(impl_->model, members, options, at);
  Answer answer;
  answer.value = control.of(at);
  control.explain(at, answer.basis);
  return answer;
}

}  // namespace sovrisk::ownership
