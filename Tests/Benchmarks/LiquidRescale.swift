import Foundation
import Glibc
import Imaging

/// liblqr, opened by name so that nothing else needs it.
struct LiquidRescale {
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
