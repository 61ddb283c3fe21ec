internal import FoundationEssentials
internal import Glibc
internal import Hosting
internal import ReframeSDK

/// The folder with the templates of plugins: of a project are all files in `any/any`, `any/KIND`, `LANGUAGE/any` and
/// `LANGUAGE/KIND`, and of two with the same path the one in the later of these.
struct TemplateFolder {
  /// A file of a template.
  struct File {
    /// Its path in the project.
    let path: String
    let bytes: Data
    let isExecutable: Bool
  }

  let path: String

  /// The folder that is named, or else the one that belongs to this executable: in the checkout that it was built
  /// in, or where installing puts it.
  init(_ named: String?) throws(ReframeError) {
    let own =
      (Checkout.ofExecutable.map { ["\($0.path)/SDK/Templates"] } ?? [])
      + HostConfiguration.besideExecutable("templates")
    let candidates = named.map { [$0] } ?? own
    guard let found = candidates.first(where: { Inputs.isFolder($0) }) else {
      throw ReframeError(
        .notFound,
        named.map { "--templates: there is no folder '\($0)'" }
          ?? "the templates of plugins are not installed; looked in \(candidates.joined(separator: ", ")); "
          + "name their folder with --templates")
    }
    path = found
  }

  /// The files of a project. Throws if there is no such template, or a file cannot be read.
  func files(language: String, kind: String) throws(ReframeError) -> [File] {
    guard Inputs.isFolder("\(path)/\(language)/\(kind)") else {
      throw ReframeError(.notFound, "\(path) has no template \(language)/\(kind)")
    }
    var files: [String: File] = [:]
    for layer in ["any/any", "any/\(kind)", "\(language)/any", "\(language)/\(kind)"] {
      try collect("\(path)/\(layer)", below: "", into: &files)
    }
    return files.values.sorted { $0.path < $1.path }
  }

  private func collect(_ folder: String, below prefix: String, into files: inout [String: File])
    throws(ReframeError)
  {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let file = "\(folder)/\(name)"
      if Inputs.isFolder(file) {
        try collect(file, below: "\(prefix)\(name)/", into: &files)
        continue
      }
      guard let bytes = FileManager.default.contents(atPath: file) else {
        throw ReframeError(.notFound, "the template \(file) cannot be read")
      }
      files[prefix + name] = File(path: prefix + name, bytes: bytes, isExecutable: access(file, X_OK) == 0)
    }
  }
}
