internal import FoundationEssentials
internal import Glibc

/// Where a plugin in Swift finds the package with the product `ReframeSDK`.
struct SDKReference: Equatable {
  /// As it stands among a package's dependencies.
  let dependency: String
  /// What Swift calls the package there.
  let package: String

  /// Reads `--sdk`: a Git address or the path of a checkout; without it, the checkout that this executable was built
  /// in.
  init(_ option: String?) throws(UsageError) {
    if let option, option.contains("://") || option.hasPrefix("git@") {
      let name = option.split(separator: "/").last.map(String.init) ?? option
      package = name.hasSuffix(".git") ? String(name.dropLast(4)) : name
      dependency = ".package(url: \(Self.literal(option)), branch: \"main\")"
      return
    }
    if let option, !Checkout.isOne(option) {
      throw UsageError(message: "--sdk: there is no checkout of Reframe in '\(option)'")
    }
    guard let checkout = option.flatMap(Checkout.init(path:)) ?? Checkout.ofExecutable else {
      throw UsageError(message: "say where Swift finds the SDK: --sdk with Reframe's checkout or Git address")
    }
    package = checkout.path.split(separator: "/").last.map(String.init) ?? ""
    dependency = ".package(path: \(Self.literal(checkout.path)))"
  }

  /// A text as Swift writes it.
  private static func literal(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}

/// A checkout of this repository.
struct Checkout {
  /// Where it lies, from the root and without links.
  let path: String

  /// `nil` if none is there.
  init?(path: String) {
    guard Self.isOne(path), let full = realpath(path, nil) else { return nil }
    defer { free(full) }
    self.path = String(cString: full)
  }

  /// The one that this executable was built in.
  static var ofExecutable: Checkout? {
    guard let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
      return nil
    }
    var folder = executable[...]
    while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
      folder = folder[..<slash]
      if let checkout = Checkout(path: String(folder)) { return checkout }
    }
    return nil
  }

  /// Whether it lies there.
  static func isOne(_ path: String) -> Bool {
    access("\(path)/Package.swift", R_OK) == 0 && access("\(path)/SDK/Swift", R_OK) == 0
  }
}
