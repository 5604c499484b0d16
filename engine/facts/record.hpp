// Facts with names, read as the facts of one record.
//
// Purpose: keys find their facts, annotated values get their origin, lists become items, `history` dated reports.
// Input: a document's tree. Output: a draft of its subject; every problem goes to the diagnostics.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/facts/draft.hpp"
#include "engine/facts/names.hpp"
#include "engine/facts/tree.hpp"
#include "engine/facts/typed.hpp"

namespace pasal::facts {

// One document's share of a subject.
struct SubjectDraft {
  std::string name;
  std::optional<Moment> as_of;
  Provenance provenance;
  Span place;
  Draft facts;
};

class RecordReader {
public:
  RecordReader(const Program& program, const Sources& sources, Diagnostics& diagnostics);

  // Turns to another document.
  void open(const Tree& tree, SourceId source) {
    tree_ = &tree;
    source_ = source;
  }
  // `node` has facts with names, or nothing.
  SubjectDraft read_subject(NodeIndex node);
  // What stands at a node, in words: `a list`.
  std::string shape_words(NodeIndex node) const;
  Shape shape(NodeIndex node) const { return tree_->shape(node); }
  Span span(NodeIndex node) const { return tree_->span(node); }

private:
  // What has been said in one place where nothing may be said twice.
  using Said = std::unordered_map<std::string, Span>;

  // Where the keys being read belong.
  struct Scope {
    std::uint32_t record = 0;
    Draft* draft = nullptr;
    Said* said = nullptr;
    std::optional<Value> from;            // inside `history`: the date
    SubjectDraft* subject = nullptr;      // at the top of a document
    std::string* item_name = nullptr;     // at the top of an item
    const FactDeclaration* amount = nullptr;  // in a record of `measures taken`: as its measure declares it
  };
  // What is said of a value beside it.
  struct Annotation {
    NodeIndex value = no_node;
    bool has_value = false;
    std::string source;
    std::optional<Value> observed;
    bool verified = false;
  };
  struct Key {
    NodeIndex node = no_node;
    std::string name;    // joined with those around it, in the form in which names are compared
    std::string words;   // the same as written
  };

  const RecordNames& names(std::uint32_t record);
  void read_names(NodeIndex mapping, const Key* outer, const Scope& scope);
  void read_entry(const Key& key, NodeIndex value, bool outermost, const Scope& scope);
  bool begins_group(const Key& key, NodeIndex value, const Scope& scope);
  bool has_two_readings(NodeIndex mapping, const Key& key, const Scope& scope);
  bool is_history(const Key& key, const Scope& scope) const;
  bool read_special(const Key& key, NodeIndex value, const Scope& scope);
  void read_history(NodeIndex node, const Scope& scope);
  void read_as_of(NodeIndex node, SubjectDraft& subject);
  std::string read_name(const Key& key, NodeIndex value);
  NodeIndex annotated_value(NodeIndex mapping) const;
  bool is_annotated(NodeIndex mapping) const { return annotated_value(mapping) != no_node; }
  Annotation read_annotation(NodeIndex mapping, const Key& key, const Scope& scope);
  void read_annotated_part(Annotation& annotation, const std::string& part, const Key& key, NodeIndex value);
  void read_fact(const Key& key, KeyMatch match, const Annotation& annotation, const Scope& scope);
  void read_list(const Key& key, FactId fact, const Annotation& annotation, const Scope& scope);
  bool is_measures_taken(std::uint32_t record) const;
  bool says_none(NodeIndex node) const;
  std::nullopt_t refuse_amount(NodeIndex item, std::uint32_t record, const Measure& measure);
  NodeIndex said_of(NodeIndex item, std::uint32_t record, TakenFact fact);
  std::optional<FactDeclaration> amount_declared(NodeIndex item, std::uint32_t record);
  void read_texts(const Key& key, FactId fact, const Annotation& annotation, const Scope& scope);
  std::optional<Item> read_item(NodeIndex node, std::uint32_t record, Draft& scratch);
  void add_report(FactId fact, Value value, const Annotation& annotation, const Scope& scope);

  bool say_once(const std::string& name, const Key& key, Said& said);
  void undeclared(const Key& key, const Scope& scope);
  void wrong_shape(const std::string& what, const std::string& declared, NodeIndex node, const std::string& way_out);
  Provenance provenance(NodeIndex node) const;
  Written written(NodeIndex node) const;

  const Program& program_;
  const Sources& sources_;
  Diagnostics& diagnostics_;
  ValueReader values_;
  std::unordered_map<std::uint32_t, std::unique_ptr<RecordNames>> names_;
  const Tree* tree_ = nullptr;
  SourceId source_ = 0;
};

}  // namespace pasal::facts
