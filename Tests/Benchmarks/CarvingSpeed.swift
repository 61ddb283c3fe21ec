import Carving
import Foundation
import Glibc
import Imaging

/// Carving 1024x768 to 768x768: whole commands against ImageMagick's and G'MIC's, and the search alone against
/// liblqr, which is opened here if it is installed.
struct CarvingSpeed {
  let reframe: String
  let photo: URL
  let work: URL

  private static let before = Raster.Size(width: 1024, height: 768)
  private static let after = Raster.Size(width: 768, height: 768)

  func run() throws {
    let picture = try BenchmarkPicture.read(photo).resized(to: Self.before)
    let source = work.appending(path: "carve.png")
    var bytes = Data()
    try ImageEncoder(.png).encode(picture) { bytes.append(contentsOf: $0) }
    try bytes.write(to: source)
    try commands(source)
    try kernels(picture)
  }

  private func commands(_ source: URL) throws {
    let target = { (name: String) in work.appending(path: "\(name).png") }
    let modes = ["fast", "balanced", "quality"]
    var commands = modes.map { mode in
      [
        reframe, source.path, "--mode", "carve", "--generation-mode", mode, "--size", "\(Self.after)",
        "--overwrite",
        "--quiet", "-o", target(mode).path,
      ]
    }
    commands.append(["gmic", "-v", "-", source.path, "seamcarve", "768,768", "o", target("gmic").path])
    commands.append(
      ["convert-im6.q16", source.path, "-liquid-rescale", "768x768!", target("imagemagick").path])
    let results = try Measured.compare(commands, count: 7)
    print("Carving 1024x768 to 768x768, whole commands; ratios to the last")
    let names = modes.map { "reframe, \($0)" } + ["gmic seamcarve", "ImageMagick liquid-rescale"]
    for (name, result) in zip(names, results) {
      print(
        "  \(name.padding(toLength: 32, withPad: " ", startingAt: 0)) \(decimal(result.median.wall * 1000, 1)) ms"
          + "  \(decimal(result.ratio, 2))x   \(decimal(result.median.peak, 1)) MiB")
    }
    for name in modes + ["gmic", "imagemagick"] { try Self.check(BenchmarkPicture.read(target(name)), name) }
    print("  all are 768x768 and show something")
  }

  private func kernels(_ picture: Raster) throws {
    guard let peer = LiquidRescale() else {
      print("  liblqr-1.so.0 is not installed: no kernel to compare with")
      return
    }
    typealias Trial = (name: String, run: () throws -> Raster)
    var trials: [Trial] = []
    for threads in [2, 1] {
      for (name, effort) in [
        ("fast", CarveOptions.Effort.fast), ("balanced", .balanced), ("quality", .quality),
      ] {
        var options = CarveOptions()
        (options.effort, options.threads) = (effort, threads)
        let carver = Carver(options)
        trials.append(
          ("ours, \(name), threads: \(threads)", { try carver.carve(picture, to: Self.after).picture }))
      }
    }
    trials.append(("liblqr", { try peer.carve(picture, to: Self.after) }))
    var times = [[Double]](repeating: [], count: trials.count)
    for round in 0...7 {
      for (index, trial) in trials.enumerated() {
        let start = ContinuousClock.now
        let result = try trial.run()
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        try Self.check(result, trial.name)
        if round > 0 { times[index].append(Double(seconds) * 1e3 + Double(attoseconds) / 1e15) }
      }
    }
    print("The same without files; how many times as fast as liblqr, run by run")
    for (trial, own) in zip(trials, times) {
      let ratio = Measured.median(zip(times[times.count - 1], own).map { $0 / $1 })
      print(
        "  \(trial.name.padding(toLength: 32, withPad: " ", startingAt: 0)) \(decimal(Measured.median(own), 1)) ms"
          + "  \(decimal(ratio, 1))x")
    }
  }

  /// A result of the right size that is not all of one colour.
  private static func check(_ raster: Raster, _ name: String) throws {
    guard raster.size == after else { throw BenchmarkError("\(name) made a picture of \(raster.size)") }
    let first = raster.row(0)[0]
    guard (0..<raster.height).contains(where: { y in raster.row(y).contains { $0 != first } }) else {
      throw BenchmarkError("\(name) made a picture of one colour")
    }
  }
}

/// liblqr, opened by name so that nothing else needs it.
private struct LiquidRescale {
  private typealias New = @convention(c) (UnsafeMutablePointer<UInt8>?, Int32, Int32, Int32) -> OpaquePointer?
  private typealias Initialise = @convention(c) (OpaquePointer, Int32, Float) -> Int32
  private typealias Resize = @convention(c) (OpaquePointer, Int32, Int32) -> Int32
  private typealias Scan =
    @convention(c) (
      OpaquePointer, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>,
      UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>
    ) -> Int32
  private typealias Call = @convention(c) (OpaquePointer) -> Void

  private let new: New
  private let initialise: Initialise
  private let resize: Resize
  private let reset: Call
  private let scan: Scan
  private let destroy: Call

  init?() {
    guard let library = dlopen("liblqr-1.so.0", RTLD_NOW), let new = dlsym(library, "lqr_carver_new"),
      let initialise = dlsym(library, "lqr_carver_init"), let resize = dlsym(library, "lqr_carver_resize"),
      let reset = dlsym(library, "lqr_carver_scan_reset"), let scan = dlsym(library, "lqr_carver_scan"),
      let destroy = dlsym(library, "lqr_carver_destroy")
    else { return nil }
    self.new = unsafeBitCast(new, to: New.self)
    self.initialise = unsafeBitCast(initialise, to: Initialise.self)
    self.resize = unsafeBitCast(resize, to: Resize.self)
    self.reset = unsafeBitCast(reset, to: Call.self)
    self.scan = unsafeBitCast(scan, to: Scan.self)
    self.destroy = unsafeBitCast(destroy, to: Call.self)
  }

  /// The picture carved with the settings that ImageMagick uses by default.
  func carve(_ picture: Raster, to size: Raster.Size) throws -> Raster {
    let bytes = picture.stride * picture.height
    // The carver frees it.
    let copy = malloc(bytes)?.assumingMemoryBound(to: UInt8.self)
    copy?.update(from: picture.base, count: bytes)
    guard let carver = new(copy, Int32(picture.width), Int32(picture.height), Int32(picture.channels)) else {
      throw BenchmarkError("liblqr made no carver")
    }
    defer { destroy(carver) }
    guard initialise(carver, 1, 0) == 1, resize(carver, Int32(size.width), Int32(size.height)) == 1 else {
      throw BenchmarkError("liblqr failed")
    }
    let result = try Raster(size: size, channels: picture.channels)
    var (x, y): (Int32, Int32) = (0, 0)
    var pixel: UnsafeMutablePointer<UInt8>?
    reset(carver)
    while scan(carver, &x, &y, &pixel) != 0 {
      guard let pixel else { break }
      (result.base + Int(y) * result.stride + Int(x) * picture.channels).update(
        from: pixel, count: picture.channels)
    }
    return result
  }
}

/// Pictures of benchmarks.
private enum BenchmarkPicture {
  static func read(_ url: URL) throws -> Raster {
    try Data(contentsOf: url).withUnsafeBytes { bytes in
      try ImageDecoder().decode(bytes, info: try ImageInfo.probe(bytes)).flattened()
    }
  }
}
