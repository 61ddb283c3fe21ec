import CReframe

@testable import ReframeSDK

/// What a call through the contract reports; `nil` if it succeeds.
func failure(_ call: (UnsafeMutablePointer<rf_error>) -> Int32) -> ReframeError? {
  do throws(ReframeError) {
    try RawCall.run(call)
    return nil
  } catch {
    return error
  }
}

/// A job in plain C whose callbacks write down what they are told.
final class RawJob {
  private(set) var progress: [(Double, String)] = []
  private(set) var log: [(Int32, String)] = []
  private(set) var checkpoints: [[UInt8]] = []
  /// What `progress` and `checkpoint` answer.
  var answer: Int32 = 0
  var value = rf_job()
  private let flag = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)

  init() {
    flag.initialize(to: 0)
    value.size = UInt32(MemoryLayout<rf_job>.size)
    value.context = Unmanaged.passUnretained(self).toOpaque()
    value.cancel = UnsafePointer(flag)
    value.progress = { context, fraction, stage in
      RawJob.with(context) {
        $0.progress.append((fraction, String(stage)))
        return $0.answer
      }
    }
    value.log = { context, level, message in
      RawJob.with(context) {
        $0.log.append((level, String(message)))
        return
      }
    }
    value.checkpoint = { context, data, length in
      RawJob.with(context) {
        $0.checkpoints.append(Array(UnsafeRawBufferPointer(start: data, count: Int(length))))
        return $0.answer
      }
    }
  }

  func cancel() { rf_raise_cancel(flag) }

  func with<Result>(_ body: (UnsafePointer<rf_job>) -> Result) -> Result {
    withExtendedLifetime(self) { withUnsafePointer(to: value, body) }
  }

  private static func with<Result>(_ context: UnsafeMutableRawPointer?, _ body: (RawJob) -> Result) -> Result
  {
    guard let context else { fatalError("a callback without its context") }
    return body(Unmanaged<RawJob>.fromOpaque(context).takeUnretainedValue())
  }

  deinit { flag.deallocate() }
}

/// A picture whose rows are `padding` bytes further apart than they need to be; the bytes between hold 0xee.
final class RawPicture {
  let size: PixelSize
  let channels: Int
  let stride: Int
  let bytes: UnsafeMutableRawBufferPointer
  var image: rf_image

  init(_ width: Int, _ height: Int, channels: Int = 3, padding: Int = 0, value: UInt8 = 1) {
    size = PixelSize(width: width, height: height)
    self.channels = channels
    stride = width * channels + padding
    bytes = .allocate(byteCount: stride * height, alignment: 64)
    bytes.initializeMemory(as: UInt8.self, repeating: 0xee)
    for y in 0..<height { for x in 0..<width * channels { bytes[y * stride + x] = value } }
    let base = bytes.baseAddress ?? UnsafeMutableRawPointer(bitPattern: 1)
    image = rf_image()
    guard let base else { return }
    image = LentPixels(base: base, size: size, channels: channels, stride: stride).descriptor(readOnly: true)
  }

  /// The samples of the pixel at `x`, `y`.
  func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    (0..<channels).map { bytes[y * stride + x * channels + $0] }
  }

  /// Whether the bytes between the rows are as they were.
  var paddingIsUntouched: Bool {
    (0..<size.height).allSatisfy { y in
      (size.width * channels..<stride).allSatisfy { bytes[y * stride + $0] == 0xee }
    }
  }

  deinit { bytes.deallocate() }
}
