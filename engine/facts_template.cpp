// A facts file to fill in. As it is, it reports nothing.
#include <algorithm>

#include <fmt/format.h>

#include "engine/fact_keys.hpp"
#include "engine/pasal.hpp"
#include "grammar/keywords.hpp"

namespace pasal {
namespace {

// Comments stand in one column, unless a key is longer than this.
constexpr std::size_t longest_aligned_key = 40;

// A key that YAML could take for something else is quoted.
std::string yaml_key(std::string_view key) {
  const auto plain = [](char c) { return is_word_character(c) || c == ' '; };
  const bool starts_plainly = !key.empty() && key.front() != '-' && key.front() != '\'' && key.front() != ' ';
  const bool is_null = key == "null" || key == "Null" || key == "NULL";
  if (starts_plainly && !is_null && key.back() != ' ' && std::ranges::all_of(key, plain)) return std::string(key);
  std::string quoted = "\"";
  for (const char c : key) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

// Then it is no name of the record in the facts.
bool is_fact(const Record& record, std::string_view name) {
  const auto named = [&](const FactDeclaration& fact) { return normalized(fact.name) == normalized(name); };
  return std::ranges::any_of(record.facts, named);
}

class Template {
public:
  explicit Template(const Program& program) : program_(program) {}
  std::string write();

private:
  struct Line {
    std::string key;      // with its indentation
    std::string comment;
    bool empty() const { return key.empty() && comment.empty(); }
  };
  std::string in(std::string_view english, std::string_view indonesian) const {
    return std::string(program_.language == Language::indonesian ? indonesian : english);
  }
  void head(const Record& subject);
  void keys(const std::vector<FactKey>& keys, const std::string& indent);
  // `mark` begins every line of a sample, which is a comment as long as nobody fills it in.
  void sample(std::uint32_t record, const std::string& indent);
  std::string joined() const;

  const Program& program_;
  std::vector<Line> lines_;
  std::vector<std::uint32_t> shown_;  // records whose sample is being written: one may hold itself
};

std::string Template::write() {
  if (program_.records.empty()) return {};
  const Record& subject = program_.records.front();
  std::string text;
  if (!program_.policy.empty()) text = fmt::format("# {}\n", program_.policy);
  text += in("# Facts to fill in. What is left empty is not reported; `?` says that it is known to be unknown.\n"
             "# With its origin: {value: 20, source: \"meeting of 4 July\", observed: 2018-07-04, verified: yes}\n",
             "# Fakta untuk diisi. Yang dibiarkan kosong tidak dilaporkan; `?` berarti diketahui belum diketahui.\n"
             "# Dengan asalnya: {value: 20, source: \"rapat 4 Juli\", observed: 2018-07-04, verified: yes}\n");
  text += '\n';
  head(subject);
  lines_.push_back({});
  shown_.push_back(0);
  keys(fact_keys(subject), {});
  return text + joined();
}

void Template::head(const Record& subject) {
  if (!is_fact(subject, subject.noun)) {
    lines_.push_back({yaml_key(subject.noun) + ":", in("the name of the ", "nama ") + subject.noun});
  }
  lines_.push_back({"as of:", in("the moment asked about: 2018-07-04 (its close) or 2018-07-04 16:00",
                                 "saat yang ditanyakan: 2018-07-04 (akhir hari) atau 2018-07-04 16:00")});
}

void Template::keys(const std::vector<FactKey>& keys, const std::string& indent) {
  for (const FactKey& key : keys) {
    if (!key.below.empty()) {
      lines_.push_back({indent + yaml_key(key.key) + ":", {}});
      if (key.fact != nullptr) lines_.push_back({indent + "  value:", declaration_words(*key.fact, program_)});
      this->keys(key.below, indent + "  ");
      continue;
    }
    lines_.push_back({indent + yaml_key(key.key) + ":", declaration_words(*key.fact, program_)});
    const bool is_list = key.fact->type.kind == TypeKind::list;
    if (is_list && std::ranges::find(shown_, key.fact->type.record) == shown_.end()) {
      const bool is_comment = indent.starts_with('#');
      sample(key.fact->type.record, (is_comment ? indent : "#" + indent) + "  ");
    }
  }
}

void Template::sample(std::uint32_t record, const std::string& indent) {
  const Record& item = program_.records[record];
  shown_.push_back(record);
  const std::size_t first = lines_.size();
  if (is_measures_taken(record, program_)) {
    const auto& facts = item.facts;
    const auto field = [&](TakenFact fact) -> const FactDeclaration& { return facts[static_cast<std::size_t>(fact)]; };
    const std::string moment = in("date, or date and time", "tanggal, atau tanggal dan waktu");
    const std::string key = indent + "  ";
    lines_.push_back({key + field(TakenFact::measure).name + ":",
                      type_words(field(TakenFact::measure).type, program_)});
    lines_.push_back({key + field(TakenFact::amount).name + ":", in("of the measure, if any", "dari tindakan, jika ada")});
    lines_.push_back({key + field(TakenFact::from).name + ":", moment});
    lines_.push_back({key + field(TakenFact::until).name + ":", moment + in(", if any", ", jika ada")});
    lines_.push_back({key + field(TakenFact::under).name + ":", in("the rule, if any", "aturannya, jika ada")});
    lines_.push_back({key + field(TakenFact::about).name + ":", in("the item, if any", "butirnya, jika ada")});
  } else {
    if (!is_fact(item, item.noun)) {
      lines_.push_back({indent + "  " + yaml_key(item.noun) + ":", in("its name, if it has one", "namanya, jika ada")});
    }
    keys(fact_keys(item), indent + "  ");
  }
  // `- ` before the first key of the item.
  lines_[first].key.replace(indent.size(), 2, "- ");
  shown_.pop_back();
}

std::string Template::joined() const {
  std::size_t column = 0;
  for (const Line& line : lines_) {
    const std::size_t width = display_width(line.key);
    if (width <= longest_aligned_key) column = std::max(column, width);
  }
  std::string text;
  for (const Line& line : lines_) {
    text += line.key;
    if (!line.comment.empty()) {
      const std::size_t width = display_width(line.key);
      text.append(width < column ? column - width : 0, ' ');
      text += "  # " + line.comment;
    }
    text += '\n';
  }
  return text;
}

}  // namespace

std::string facts_template(const Program& program) { return Template(program).write(); }

}  // namespace pasal
