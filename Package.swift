// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A plugin of this repository: one folder under `Plugins`, one `.so` that exports only its entry.
func plugin(_ name: String, uses dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: ["CReframe", "ReframeSDK"] + dependencies, path: "Plugins/\(name)",
    exclude: ["plugin.json"],
    linkerSettings: [
      .unsafeFlags([
        "-Xlinker", "-z", "-Xlinker", "nodelete",
        "-Xlinker", "--version-script=\(Context.packageDirectory)/Plugins/exports.map",
      ])
    ])
}

let openCV: [CXXSetting] = [.unsafeFlags(["-isystem", "/usr/include/opencv4", "-fvisibility=hidden"])]

/// A plugin in C++ on the contract's header: OpenCV has no C interface, and nothing else of it is needed.
func cascadePlugin(_ name: String) -> Target {
  let target = plugin(name)
  target.dependencies = ["CReframe", "CascadeDetector"]
  target.cxxSettings = openCV
  target.linkerSettings =
    (target.linkerSettings ?? []) + [
      .linkedLibrary("opencv_objdetect"), .linkedLibrary("opencv_imgproc"), .linkedLibrary("opencv_core"),
    ]
  return target
}

let plugins: [Target] = [
  plugin("LocalEngine", uses: ["Carving", "Imaging", "Planning"]),
  plugin("SaliencyDetector"),
  cascadePlugin("FaceDetector"),
  cascadePlugin("UpperBodyDetector"),
  plugin("MirrorFill"),
  plugin("BlurFill"),
  plugin("SolidFill"),
  plugin("EdgeFill"),
  plugin("PatchFill"),
  plugin("GradientFill"),
  plugin("AutoFill", uses: ["Planning"]),
  plugin("FixedPrice"),
  plugin("ValueMatchPrice"),
  plugin("CreditTablePrice"),
  plugin("PerSecondPrice"),
  plugin("PerMegapixelPrice"),
  plugin("FreePrice"),
  plugin("EachlabsProvider", uses: ["VendorWire"]),
  plugin("FASHNProvider", uses: ["VendorWire"]),
  plugin("LumaAgentsProvider", uses: ["VendorWire"]),
  plugin("DreamMachineProvider", uses: ["VendorWire"]),
  plugin("DeclarativeProvider", uses: ["Descriptions", "VendorWire"]),
  plugin("MockProvider", uses: ["Imaging", "StrictJSON"]),
]

let package = Package(
  name: "reframe",
  products: [
    .library(name: "ReframeSDK", targets: ["CReframe", "ReframeSDK"]),
    .executable(name: "reframe", targets: ["reframe"]),
    .executable(name: "reframe-worker", targets: ["reframe-worker"]),
    .library(name: "VipsCodec", type: .dynamic, targets: ["VipsCodec"]),
    .library(name: "FixturePlugin", type: .dynamic, targets: ["FixturePlugin"]),
    .library(name: "ForeignFixture", type: .dynamic, targets: ["ForeignFixture"]),
    .library(name: "HostilePlugin", type: .dynamic, targets: ["HostilePlugin"]),
    .library(name: "EmptyDetector", type: .dynamic, targets: ["EmptyDetector"]),
    .library(name: "BadPlugins", type: .dynamic, targets: ["BadPlugins"]),
    .library(name: "BadExports", type: .dynamic, targets: ["BadExports"]),
  ] + plugins.map { .library(name: $0.name, type: .dynamic, targets: [$0.name]) },
  targets: [
    .target(name: "CReframe", path: "SDK/C"),
    .target(
      name: "ReframeSDK", dependencies: ["CReframe"], path: "SDK/Swift",
      swiftSettings: [.enableExperimentalFeature("Lifetimes")]),

    .systemLibrary(
      name: "CLCMS", path: "Sources/System/CLCMS", pkgConfig: "lcms2",
      providers: [.apt(["liblcms2-dev"])]),
    .systemLibrary(
      name: "CYAML", path: "Sources/System/CYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(
      name: "CVips", path: "Sources/System/CVips", pkgConfig: "vips",
      providers: [.apt(["libvips-dev"])]),
    .target(name: "CJPEG", path: "Sources/System/CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    .target(name: "CPNG", path: "Sources/System/CPNG", linkerSettings: [.linkedLibrary("png16")]),
    .target(
      name: "CWebP", path: "Sources/System/CWebP",
      linkerSettings: [.linkedLibrary("webp"), .linkedLibrary("webpdemux"), .linkedLibrary("webpmux")]),

    .systemLibrary(
      name: "CSQLite", path: "Sources/System/CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "CCurl", path: "Sources/System/CCurl"),
    .target(name: "CArchive", path: "Sources/System/CArchive"),

    .target(name: "VipsCodec", dependencies: ["CVips"]),
    .target(name: "VendorWire", dependencies: ["ReframeSDK"], path: "Plugins/VendorWire"),
    .target(
      name: "CascadeDetector", dependencies: ["CReframe"], path: "Plugins/CascadeDetector",
      cxxSettings: openCV),
    .target(name: "Planning", dependencies: ["ReframeSDK"]),
    .target(name: "CPixelKernels", path: "Sources/Imaging/Kernels"),
    .target(
      name: "Imaging", dependencies: ["CJPEG", "CPNG", "CWebP", "CLCMS", "CPixelKernels"],
      exclude: ["Kernels"]),
    .target(name: "CSeamKernels", path: "Sources/Carving/Kernels"),
    .target(name: "Carving", dependencies: ["CSeamKernels", "Imaging"], exclude: ["Kernels"]),
    .target(name: "Jobs", dependencies: ["ReframeSDK"]),
    .target(name: "Dispatching", dependencies: ["Jobs", "ReframeSDK"]),
    .target(name: "Accounting", dependencies: ["CSQLite", "Jobs", "ReframeSDK"]),
    .target(name: "Transfer", dependencies: ["CCurl"]),
    .target(name: "StrictJSON", dependencies: ["ReframeSDK"]),
    .target(name: "Descriptions", dependencies: ["ReframeSDK", "StrictJSON"]),
    .target(name: "CWorkerChannel", path: "Sources/Worker/Channel"),
    .target(
      name: "CForeign", dependencies: ["CReframe"], path: "Sources/Foreign/Calls",
      linkerSettings: [.linkedLibrary("ffi"), .linkedLibrary("m")]),
    .target(
      name: "Foreign", dependencies: ["CForeign", "CReframe", "ReframeSDK", "StrictJSON"],
      exclude: ["Calls"]),
    // Neither the runtime's start nor its library: a plugin in a worker finds no other than the one it brings.
    .executableTarget(
      name: "reframe-worker", dependencies: ["CForeign", "CReframe", "CWorkerChannel"],
      path: "Sources/Worker/Process",
      cSettings: [.unsafeFlags(["-fvisibility=hidden"])],
      linkerSettings: [.unsafeFlags(["-static-stdlib", "-nostartfiles", "-Xlinker", "--as-needed"])]),
    .target(
      name: "Loading",
      dependencies: [
        "CArchive", "CForeign", "CReframe", "CWorkerChannel", "Foreign", "ReframeSDK", "StrictJSON",
      ]),
    .target(name: "CProcessState", path: "Sources/Conformance/State"),
    .target(
      name: "Conformance", dependencies: ["CProcessState", "CReframe", "Loading", "ReframeSDK"],
      exclude: ["State"]),
    .target(name: "YAML", dependencies: ["CYAML"]),
    .target(
      name: "Hosting", dependencies: ["CReframe", "Jobs", "Loading", "ReframeSDK", "Transfer", "YAML"]),
    .target(
      name: "Catalogue", dependencies: ["Descriptions", "Hosting", "Loading", "ReframeSDK", "StrictJSON"],
      exclude: ["Data"]),
    .target(
      name: "Routing",
      dependencies: ["Accounting", "Catalogue", "Dispatching", "Hosting", "Jobs", "ReframeSDK"]),
    .target(
      name: "Commands",
      dependencies: [
        "Accounting", "Catalogue", "Conformance", "Dispatching", "Hosting", "Jobs", "Loading", "ReframeSDK",
        "Routing",
      ]),
    .executableTarget(name: "reframe", dependencies: ["Commands"]),
    .executableTarget(name: "contact-sheet", dependencies: ["Imaging"], path: "Sources/ContactSheet"),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Accounting", "CReframe", "Carving", "Dispatching", "ForeignLoops", "Hosting", "Imaging", "Loading",
        "ReframeSDK",
      ],
      path: "Tests/Benchmarks", exclude: ["peers"]),
    .executableTarget(
      name: "kill-trial", dependencies: ["Accounting", "Dispatching", "Jobs", "ReframeSDK", "TestSupport"],
      path: "Tests/KillTrial"),

    .target(
      name: "FixturePlugin", dependencies: ["CReframe"], path: "Tests/FixturePlugin",
      cSettings: [.unsafeFlags(["-fvisibility=hidden"])]),
    .target(name: "ForeignLoops", path: "Tests/ForeignLoops", linkerSettings: [.linkedLibrary("ffi")]),
    .target(
      name: "ForeignTrial", dependencies: ["CForeign", "CReframe", "Foreign", "ReframeSDK"],
      path: "Tests/ForeignTrial"),
    .target(name: "ForeignFixture", path: "Tests/ForeignFixture", exclude: ["bindings"]),
    .target(
      name: "HostilePlugin", dependencies: ["CReframe", "CWorkerChannel"], path: "Tests/HostilePlugin",
      cSettings: [.unsafeFlags(["-fvisibility=hidden"])]),
    .target(name: "EmptyDetector", dependencies: ["CReframe", "ReframeSDK"], path: "Tests/EmptyDetector"),
    .target(
      name: "ChannelTrial", dependencies: ["CReframe", "CWorkerChannel", "Loading", "ReframeSDK"],
      path: "Tests/ChannelTrial"),
    .target(
      name: "BadPlugins", dependencies: ["CReframe"], path: "Tests/BadPlugins",
      cSettings: [.unsafeFlags(["-fvisibility=hidden"])],
      cxxSettings: [.unsafeFlags(["-fvisibility=hidden"])]),
    .target(name: "BadExports", dependencies: ["BadPlugins"], path: "Tests/BadExports"),
    .target(name: "TestSupport", path: "Tests/Support"),
    .target(
      name: "VendorDoubles", dependencies: ["ReframeSDK", "TestSupport"], path: "Tests/VendorDoubles"),
    .testTarget(
      name: "CloudPluginTests",
      dependencies: [
        "CReframe", "Hosting", "Loading", "ReframeSDK", "TestSupport", "VendorDoubles", "VendorWire",
      ]),
    .testTarget(name: "ReframeSDKTests", dependencies: ["CReframe", "ReframeSDK", "TestSupport"]),
    .testTarget(name: "PlanningTests", dependencies: ["Planning", "ReframeSDK", "TestSupport"]),
    .testTarget(
      name: "DispatchingTests", dependencies: ["Dispatching", "Jobs", "ReframeSDK", "TestSupport"]),
    .testTarget(
      name: "AccountingTests", dependencies: ["Accounting", "Jobs", "ReframeSDK", "TestSupport"]),
    .testTarget(
      name: "KillTrialTests",
      dependencies: ["Accounting", "Dispatching", "Jobs", "ReframeSDK", "TestSupport", "kill-trial"]),
    .testTarget(name: "TransferTests", dependencies: ["Transfer", "TestSupport"]),
    .testTarget(name: "JobsTests", dependencies: ["Jobs", "ReframeSDK", "TestSupport"]),
    .testTarget(name: "YAMLTests", dependencies: ["YAML"]),
    .testTarget(name: "CarvingTests", dependencies: ["Carving", "Imaging", "TestSupport"]),
    .testTarget(name: "ImagingTests", dependencies: ["Imaging", "CLCMS"]),
    .testTarget(
      name: "ConformanceTests",
      dependencies: ["Conformance", "Imaging", "Loading", "ReframeSDK", "TestSupport"]),
    .testTarget(name: "StrictJSONTests", dependencies: ["ReframeSDK", "StrictJSON", "TestSupport"]),
    .testTarget(
      name: "LoadingTests",
      dependencies: ["CReframe", "Hosting", "Loading", "ReframeSDK", "StrictJSON", "TestSupport"],
      exclude: ["Corpus"]),
    .testTarget(
      name: "WorkerTests",
      dependencies: [
        "CReframe", "CWorkerChannel", "ChannelTrial", "Hosting", "Loading", "ReframeSDK", "TestSupport",
      ], exclude: ["Corpus"]),
    .testTarget(
      name: "ForeignTests",
      dependencies: [
        "CForeign", "CReframe", "Foreign", "ForeignTrial", "Hosting", "Loading", "ReframeSDK", "TestSupport",
      ], exclude: ["Corpus"]),
    .testTarget(
      name: "HostingTests",
      dependencies: ["CReframe", "Hosting", "Loading", "ReframeSDK", "TestSupport", "Transfer"]),
    .testTarget(
      name: "CatalogueTests",
      dependencies: ["Catalogue", "Hosting", "ReframeSDK", "StrictJSON", "TestSupport"]),
    .testTarget(
      name: "RoutingTests",
      dependencies: ["Dispatching", "Hosting", "ReframeSDK", "Routing", "TestSupport"]),
    .testTarget(
      name: "DeclarativeTests",
      dependencies: ["CReframe", "Descriptions", "Imaging", "Loading", "ReframeSDK", "TestSupport"],
      exclude: ["eachlabs.json"]),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Accounting", "Commands", "Hosting", "Imaging", "Jobs", "ReframeSDK", "TestSupport", "VendorDoubles",
      ]),
    .testTarget(
      name: "AuthoringTests",
      dependencies: ["Hosting", "Imaging", "ReframeSDK", "TestSupport", "reframe", "reframe-worker"]),
    .testTarget(
      name: "PluginTests",
      dependencies: ["CReframe", "Hosting", "Imaging", "Loading", "Planning", "ReframeSDK", "TestSupport"]),
  ] + plugins,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

/// Fuzzers have a `main` of the sanitizer's and are built with coverage in all they touch, by `make fuzz` alone.
func fuzzer(_ name: String, _ folder: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "Tests/Fuzzing/\(folder)",
    swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}
if Context.environment["REFRAME_FUZZ"] != nil {
  package.targets.append(fuzzer("fuzz-channel", "Channel", ["ChannelTrial"]))
  package.targets.append(fuzzer("fuzz-foreign", "Foreign", ["ForeignTrial"]))
  package.targets.append(fuzzer("fuzz-manifest", "Manifest", ["Loading", "ReframeSDK", "StrictJSON"]))
}

/// Loops over pixels that take minutes in a debug build, and so would their tests.
let kernels: Set = ["PatchFill", "GradientFill", "Carving"]
for target in package.targets where kernels.contains(target.name) {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [.unsafeFlags(["-O"], .when(configuration: .debug))]
}

let cTargets: Set = [
  "CReframe", "CJPEG", "CPNG", "CWebP", "CPixelKernels", "CSeamKernels", "CArchive", "CCurl", "VipsCodec",
  "CForeign", "CWorkerChannel", "reframe-worker", "FixturePlugin", "ForeignFixture", "ForeignLoops",
  "HostilePlugin",
  "CProcessState", "BadPlugins", "BadExports",
  "CascadeDetector", "FaceDetector", "UpperBodyDetector",
]
for target in package.targets
where target.type != .system && target.type != .plugin && !cTargets.contains(target.name) {
  target.swiftSettings = (target.swiftSettings ?? []) + strict
}
