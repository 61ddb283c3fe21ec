internal import FoundationEssentials
internal import Glibc

/// Which pictures the operands of a command line mean.
enum Inputs {
  /// Extensions of the files that are taken from a folder.
  static let extensions: Set<String> = [
    "jpg", "jpeg", "jpe", "png", "webp", "gif", "tif", "tiff", "heic", "heif", "avif",
  ]

  /// Folders become the pictures in them, patterns the files that match, the rest stays. Throws for a folder
  /// without pictures, a pattern without matches, and standard input among others.
  static func expand(_ operands: [String]) throws(UsageError) -> [String] {
    var paths: [String] = []
    for operand in operands {
      guard !operand.isEmpty else { throw UsageError(message: "the name of a picture is empty") }
      if isAddress(operand) {
        paths.append(operand)
      } else if isFolder(operand) {
        paths += try pictures(in: operand)
      } else if operand != "-", access(operand, F_OK) != 0, operand.contains(where: { "*?[".contains($0) }) {
        paths += try matches(operand)
      } else {
        paths.append(operand)
      }
    }
    var seen = Set<String>()
    paths = paths.filter { seen.insert($0).inserted }
    if paths.contains("-") && paths.count > 1 {
      throw UsageError(message: "standard input (-) cannot be mixed with files")
    }
    return paths
  }

  /// Whether the operand is fetched instead of opened.
  static func isAddress(_ operand: String) -> Bool {
    let start = operand.prefix(8).lowercased()
    return start.hasPrefix("https://") || start.hasPrefix("http://")
  }

  /// The last part of a path or an address, after which results are named.
  static func name(of input: String) -> String {
    guard isAddress(input) else { return input.split(separator: "/").last.map(String.init) ?? "picture" }
    let path = input.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").dropFirst(2)
    let name = path.last.map(String.init) ?? ""
    let safe = name.filter { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    return safe.isEmpty || safe.first == "." ? "picture" : String(safe.prefix(100))
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func pictures(in folder: String) throws(UsageError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw UsageError(message: "\(folder): the folder cannot be read")
    }
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    let found = names.sorted().filter { name in
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      return !name.hasPrefix(".") && parts.count > 1 && extensions.contains((parts.last ?? "").lowercased())
        && !isFolder(prefix + name)
    }
    guard !found.isEmpty else {
      throw UsageError(
        message: "\(folder): no pictures in this folder (\(extensions.sorted().joined(separator: ", ")))")
    }
    return found.map { prefix + $0 }
  }

  private static func matches(_ pattern: String) throws(UsageError) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    var files: [String] = []
    if glob(pattern, GLOB_TILDE, nil, &result) == 0, let paths = result.gl_pathv {
      files = (0..<Int(result.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
    }
    files.removeAll(where: isFolder)
    guard !files.isEmpty else { throw UsageError(message: "\(pattern): no file matches") }
    return files
  }
}
