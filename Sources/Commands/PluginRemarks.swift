internal import Loading
internal import ReframeSDK

/// What is odd about a bundle, but no reason to refuse it.
enum PluginRemarks {
  /// A sentence each; the library is read, and not run.
  static func of(_ bundle: PluginBundle) -> [String] {
    // A library of foreign functions may export what it likes, and be anywhere.
    guard !bundle.manifest.isForeign else { return bundle.manifest.remarks }
    do throws(ReframeError) {
      return bundle.manifest.remarks + of(try SharedLibrary(path: bundle.libraryPath), bundle)
    } catch {
      return bundle.manifest.remarks + [error.message]
    }
  }

  /// The same of a library that was read.
  static func of(_ library: SharedLibrary, _ bundle: PluginBundle) -> [String] {
    let name = bundle.manifest.library
    guard !bundle.manifest.isForeign else { return [] }
    var remarks: [String] = []
    if !library.hasEntry { remarks.append("\(name) exports no function \(SharedLibrary.entry)") }
    let strangers = library.strangers
    if !strangers.isEmpty {
      let shown = strangers.prefix(3).joined(separator: ", ") + (strangers.count > 3 ? ", …" : "")
      remarks.append(
        "\(name) exports \(strangers.count) more symbols (\(shown)), which may clash with another library's; hide them "
          + "with -fvisibility=hidden or a version script")
    }
    for missing in library.missing(folder: bundle.path) {
      remarks.append(
        "\(name) needs \(missing), which is not on this machine; install the package that has it")
    }
    return remarks
  }
}
