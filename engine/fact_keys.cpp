#include "engine/fact_keys.hpp"

#include <algorithm>
#include <set>

#include "grammar/keywords.hpp"

namespace pasal {
namespace {

void add(FactKey& group, std::string_view path,
         const FactDeclaration& fact) {  // NOLINT(misc-no-recursion): as deep as the path
  const std::size_t dot = path.find('.');
  const std::string_view key = path.substr(0, dot);
  const auto [place, is_new] = group.places.try_emplace(normalized(key), group.below.size());
  if (is_new) group.below.push_back({std::string(key), nullptr, {}, {}});
  FactKey& found = group.below[place->second];
  if (dot == std::string_view::npos) {
    found.fact = &fact;
  } else {
    add(found, path.substr(dot + 1), fact);
  }
}

// Words of a declaration in the policy's own language.
class Words {
public:
  explicit Words(const Program& program) : program_(program) {}

  std::string type(const Type& type) const;
  std::vector<std::string> options(const FactDeclaration& fact) const;

private:
  const std::string& word(Keyword keyword) const { return spelling(keyword, program_.language); }
  std::string shown(const Value& value, const Type& type) const {
    return display(value, type, program_.language, program_.zone);
  }
  void range(const FactDeclaration& fact, std::vector<std::string>& options) const;

  const Program& program_;
};

std::string Words::type(const Type& type) const {
  switch (type.kind) {
    case TypeKind::boolean: return word(Keyword::yes_or_no);
    case TypeKind::number:
      return type.unit.empty() ? word(Keyword::number) : word(Keyword::number_of) + " " + type.unit;
    case TypeKind::percent: return word(Keyword::percent);
    case TypeKind::money: return word(Keyword::money_in) + " " + type.unit;
    case TypeKind::text: return word(Keyword::text);
    case TypeKind::enumeration: {
      std::string words = word(Keyword::one_of);
      const char* joint = " ";
      for (const std::string& value : *type.values) {
        words += joint + value;
        joint = ", ";
      }
      return words;
    }
    case TypeKind::date: return word(Keyword::date);
    case TypeKind::moment: return word(Keyword::date_and_time);
    case TypeKind::duration:
      return type.duration_unit.empty() ? word(Keyword::duration)
                                        : word(Keyword::duration_in) + " " + type.duration_unit;
    case TypeKind::list:
    case TypeKind::item: return word(Keyword::list_of) + " " + program_.records[type.record].noun;
    case TypeKind::text_list: return word(Keyword::list_of) + " " + word(Keyword::text);
    case TypeKind::unknown: break;
  }
  return {};
}

void Words::range(const FactDeclaration& fact, std::vector<std::string>& options) const {
  const auto limit = [&](const Number& number) { return shown(Value(number), fact.type); };
  if (fact.lowest && fact.highest) {
    options.push_back(limit(*fact.lowest) + " " + word(Keyword::range_to) + " " + limit(*fact.highest));
  } else if (fact.lowest) {
    options.push_back(word(Keyword::at_least) + " " + limit(*fact.lowest));
  } else if (fact.highest) {
    options.push_back(word(Keyword::at_most) + " " + limit(*fact.highest));
  }
}

std::vector<std::string> Words::options(const FactDeclaration& fact) const {
  std::vector<std::string> options;
  range(fact, options);
  if (fact.if_any) options.push_back(word(Keyword::if_any));
  if (fact.may_lie_ahead) options.push_back(word(Keyword::may_lie_ahead));
  if (fact.when_verified) options.push_back(word(Keyword::when_verified));
  if (fact.assumed) {
    const bool none = is_none(*fact.assumed);
    options.push_back(word(Keyword::assume) + " " + (none ? word(Keyword::none) : shown(*fact.assumed, fact.type)));
  }
  if (fact.changeable) options.push_back(word(Keyword::changeable));
  return options;
}

}  // namespace

// Two facts may read one key: it is written once.
std::vector<FactKey> fact_keys(const Record& record) {
  FactKey root;
  std::set<std::string> written;
  for (const FactDeclaration& fact : record.facts) {
    std::string words = fact.path.value_or(fact.name);
    std::ranges::replace(words, '.', ' ');
    if (written.insert(normalized(words)).second) add(root, fact.path.value_or(fact.name), fact);
  }
  return std::move(root.below);
}

std::string type_words(const Type& type, const Program& program) { return Words(program).type(type); }

std::string declaration_words(const FactDeclaration& fact, const Program& program) {
  const Words words(program);
  std::string text = words.type(fact.type);
  for (const std::string& option : words.options(fact)) text += ", " + option;
  return text;
}

bool is_measures_taken(std::uint32_t record, const Program& program) {
  const auto& facts = program.records.front().facts;
  return program.measures_taken < facts.size() && facts[program.measures_taken].type.record == record;
}

}  // namespace pasal
