internal import Foundation

/// A folder of a test's own; deleted with this object.
package final class TestFolder: Sendable {
  /// Where it lies, without a slash at the end.
  package let path: String

  /// Makes an empty folder.
  package init() throws {
    // Resolved, as a folder's name in messages must be the one that was given.
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path()
    path = (base.hasSuffix("/") ? base : base + "/") + "reframe-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Writes a file, its folders included, and answers its path.
  @discardableResult
  package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let url = URL(filePath: self[name])
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return self[name]
  }

  /// The path of a name inside.
  package subscript(name: String) -> String { "\(path)/\(name)" }

  /// The bytes of a file inside.
  package func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: self[name])))
  }

  /// Deletes a file or folder inside.
  package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: self[name]) }

  /// Every file and folder inside, hidden ones too, by relative path.
  package var names: [String] {
    ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).sorted()
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
