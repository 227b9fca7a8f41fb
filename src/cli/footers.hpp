// What each command's help ends with: what the arguments are, and examples.
#pragma once

namespace sovrisk::cli {

inline constexpr const char* main_footer = R"(
Examples:
  sovrisk assess alibaba-cloud@2022-01 --criteria us-icts
  sovrisk assess my-provider.json --criteria us-icts --format json -o report.json
  sovrisk list profiles
  sovrisk COMMAND -h          what a command does, with examples

Exit codes: 0 done or gate passed, 1 gate failed, 2 wrong usage, 3 bad input,
            4 gate undetermined, 5 output could not be written)";

inline constexpr const char* assess_footer = R"(
A PROFILE is a catalog id (alibaba-cloud, alibaba-cloud@2022-01), a file, a folder of files, or -.

Examples:
  sovrisk assess alibaba-cloud@2022-01 --criteria us-icts
  sovrisk assess aws azure google-cloud --criteria us-icts
  sovrisk assess profile.json --criteria us-icts --fail-on reject,undetermined
  sovrisk assess aws --criteria us-icts --set '/access/key_custody="customer"'
  sovrisk assess aws --criteria us-icts --apply customer-keys
  sovrisk assess aws --criteria us-icts --waivers waivers.json --fail-on reject
  sovrisk assess aws --criteria us-icts --format json --report text=report.txt)";

inline constexpr const char* explain_footer = R"(
It prints the criterion's expression with the value that each part had, the facts that were read with
their places and sources, and what would change the result.

Examples:
  sovrisk explain alibaba-cloud@2022-01 ICTS-PER-2 --criteria us-icts
  sovrisk explain aws ICTS-ACC-5 --criteria us-icts --set '/access/key_custody="customer"'
  sovrisk explain aws ICTS-ACC-5 --criteria us-icts --format json)";

inline constexpr const char* ownership_footer = R"(
It draws the owners above an entity and tells what share, votes and control end with whom. Each --from
is one question, its countries, lists (eu.members, outside:eu.members) and entities taken together.

Examples:
  sovrisk ownership alibaba-cloud@2022-01
  sovrisk ownership alibaba-cloud@2022-01 --entity alibaba-cloud-us --from CN,HK --from JP
  sovrisk ownership s3ns --from outside:eu.members
  sovrisk ownership bleu --format dot -o bleu.dot)";

inline constexpr const char* eval_footer = R"(
Examples:
  sovrisk eval '1 + 2 * 3'
  sovrisk eval 'profile.regions.filter(r, r.country == "US").map(r, r.id)' --profile aws
  sovrisk eval 'ownership.share(profile.roles.parent, ["CN"])' --profile alibaba-cloud
  sovrisk eval 'input.items.size()' --input data.json
  sovrisk eval 'input.a || input.b' --input data.json --unknown /a
  sovrisk eval 'profile.access.key_custody == "customer"' --profile aws --explain

It prints one line of JSON; what is unknown is {"unknown": [the facts that would tell]}.)";

inline constexpr const char* list_footer = R"(
Examples:
  sovrisk list profiles
  sovrisk list packs --format json)";

inline constexpr const char* show_footer = R"(
Examples:
  sovrisk show us-icts
  sovrisk show profile aws
  sovrisk show list us.foreign-adversaries
  sovrisk show my-pack.json --resolved
  sovrisk show my-pack.json --resolved --format text)";

inline constexpr const char* validate_footer = R"(
Profiles, packs, their tests, contexts, waivers, lists and sovrisk.json are told apart by their "schema".
A FILE may be a folder, or - for standard input. Exit code 0: valid; 3: not.

Examples:
  sovrisk validate my-provider.json
  sovrisk validate profiles/ packs/us-icts.json --strict
  sovrisk validate . --format sarif -o sovrisk.sarif
  sovrisk validate profiles/ --format github)";

inline constexpr const char* new_footer = R"(
It prints a file that is valid and says nothing yet: what you find out goes in, what you don't stays out.

Examples:
  sovrisk new profile my-cloud -o my-cloud.json
  sovrisk new pack my-rules -o my-rules.json)";

inline constexpr const char* questions_footer = R"(
The facts that the criteria lack, the most decisive first: those that could turn the verdict, then by how
much they would narrow the score, then by how many criteria lack them. `--format csv` is a questionnaire;
`sovrisk import questionnaire` reads it back when it is filled in.

Examples:
  sovrisk questions aws --criteria us-icts
  sovrisk questions aws --criteria us-icts --format csv -o questions.csv
  sovrisk questions aws --criteria us-icts --format markdown)";

inline constexpr const char* import_footer = R"(
A questionnaire is what `sovrisk questions --format csv` writes, with answers filled in. Rows without an
answer, or with "unknown", are left as they are. Each source named in it becomes one of the profile's. An answer that
differs from what the profile states is an error; --replace writes it, with a warning.

Examples:
  sovrisk import questionnaire questions.csv --profile aws -o aws-answered.json
  sovrisk import questionnaire questions.csv --profile aws --criteria us-icts
  sovrisk import questionnaire questions.csv --profile aws --replace)";

inline constexpr const char* test_footer = R"(
A PACK is a catalog id or a file; its tests are in PACK.tests.json beside it. Without a PACK all packs
of the catalog are tested. What is likely a mistake in a pack is warned of.

Examples:
  sovrisk test
  sovrisk test us-icts --coverage
  sovrisk test packs/mine.json --strict
  sovrisk test packs/mine.json --coverage --strict
  sovrisk test --format junit -o tests.xml

Exit codes: 0 all passed, 1 a test failed (--strict: or something was warned of, or --coverage found a gap),
            3 a pack or its tests are not valid, or an expression ended in an error)";

inline constexpr const char* completion_footer = R"~(
It prints a script; the packages install it where the shell looks.

Examples:
  eval "$(sovrisk completion bash)"
  sovrisk completion zsh > ~/.zfunc/_sovrisk
  sovrisk completion fish > ~/.config/fish/completions/sovrisk.fish)~";

inline constexpr const char* schema_footer = R"(
Examples:
  sovrisk schema profile
  sovrisk schema pack > pack-1.schema.json)";

}  // namespace sovrisk::cli
