import Foundation
import Testing
import TestSupport

/// A revision of the contract's header as the compiler lays it out, and as people read it.
struct ContractHeader {
  /// One member of a struct: where it lies, and its type and name.
  struct Member: Equatable {
    var offset: Int
    var declaration: String
  }

  /// One struct of the contract.
  struct Struct {
    var name: String
    var members: [Member] = []
    /// Size and alignment in bytes.
    var extent = ""
  }

  let structs: [Struct]
  /// The constants' values as they are written.
  let constants: [(name: String, value: String)]
  let functions: [String]
  private let source: String

  /// Reads a header of the checkout.
  init(_ path: String) throws {
    let repository = TestBundles.repository
    source = try String(contentsOf: repository.appending(path: path), encoding: .utf8)
    structs = Self.structs(
      try Shell.run(
        "clang -x c -std=c11 -fsyntax-only -Xclang -fdump-record-layouts-complete \(path)", in: repository))
    constants = try Shell.run("clang -x c -std=c11 -dM -E \(path)", in: repository).split(separator: "\n")
      .compactMap { line in
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count == 3, words[1].hasPrefix("RF_"), !words[1].contains("("),
          words[2].first?.isNumber == true || words[2].first == "\""
        else { return nil }
        return (words[1], words[2])
      }.sorted { $0.name < $1.name }
    functions = try Shell.run("clang -x c -std=c11 -fsyntax-only -Xclang -ast-print \(path)", in: repository)
      .split(separator: "\n").filter {
        $0.contains("reframe_entry(") || $0.contains(" rf_") && $0.hasPrefix("static inline")
      }
      .map { $0.replacing(" {", with: "").trimmingCharacters(in: [";", " ", "}"]) }
  }

  private static func structs(_ dump: String) -> [Struct] {
    var structs: [Struct] = []
    for line in dump.split(separator: "\n") {
      let parts = line.split(separator: "|", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let words = parts[1].trimmingCharacters(in: .whitespaces)
      // A struct within another is told with its own members, which lie deeper.
      let depth = parts[1].prefix { $0 == " " }.count
      if words.hasPrefix("[") {
        structs[structs.count - 1].extent = words
      } else if depth == 1 {
        structs.append(Struct(name: words))
      } else if depth == 3, let offset = Int(parts[0].trimmingCharacters(in: .whitespaces)) {
        structs[structs.count - 1].members.append(Member(offset: offset, declaration: words))
      }
    }
    return structs.filter { $0.name.hasPrefix("struct rf_") }
  }

  /// Everything that a plugin is compiled with, a line each.
  var lines: [String] {
    constants.map { "\($0.name) = \($0.value)" } + functions
      + structs.flatMap { record in
        ["\(record.name) \(record.extent)"]
          + record.members.map { "\(record.name) +\($0.offset): \($0.declaration)" }
      }
  }

  /// The structs, members, constants and functions that no comment tells of, on their line or right above. What all
  /// structs have is told at the head of the file.
  var undocumented: [String] {
    var bare: [String] = []
    var isComment = false
    var isTold = false
    var isContinued = false
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.trimmingCharacters(in: .whitespaces)
      let hasComment = isComment || text.contains("/*")
      if isComment || text.hasPrefix("/*") {
        isComment = !text.contains("*/")
        isTold = true
        continue
      }
      isComment = hasComment && !text.contains("*/")
      let wasContinued = isContinued
      isContinued = text.hasSuffix(",") || text.hasSuffix("\\")
      guard !wasContinued else { continue }
      if Self.isDeclaration(line), !isTold, !hasComment { bare.append(text) }
      isTold = false
    }
    return bare
  }

  private static func isDeclaration(_ line: Substring) -> Bool {
    if line.hasPrefix("typedef struct") || line.hasPrefix("RF_EXPORT") || line.hasPrefix("static inline") {
      return true
    }
    if line.hasPrefix("#define RF_") { return !line.hasPrefix("#define RF_ASSERT") }
    let common = ["uint32_t size;", "uint32_t reserved;", "void *context;", "void *instance;"]
    return line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.hasPrefix("  return")
      && line.contains { $0 == ";" || $0 == "," }
      && !common.contains(line.trimmingCharacters(in: .whitespaces))
  }
}
