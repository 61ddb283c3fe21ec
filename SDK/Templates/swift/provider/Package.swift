// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "PLUGIN_ID",
  products: [.library(name: "PLUGIN_TYPE", type: .dynamic, targets: ["PLUGIN_TYPE"])],
  dependencies: [SDK_DEPENDENCY],
  targets: [
    .systemLibrary(
      name: "PNGLibrary", path: "Sources/PNGLibrary", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .target(
      name: "PLUGIN_TYPE",
      dependencies: ["PNGLibrary", .product(name: "ReframeSDK", package: "SDK_PACKAGE")],
      path: "Sources", exclude: ["PNGLibrary"],
      linkerSettings: [
        // Only the entry is exported, so that nothing of yours, nor of Swift's own library, is mistaken for a symbol
        // of the host or of another plugin.
        .unsafeFlags(["-Xlinker", "--version-script=\(Context.packageDirectory)/exports.map"])
      ]),
  ],
  swiftLanguageModes: [.v6]
)
