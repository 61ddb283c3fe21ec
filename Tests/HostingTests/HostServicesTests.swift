import CReframe
import TestSupport
import Testing

@testable import Hosting
@testable import Loading
@testable import ReframeSDK

@Suite("Plugins reach each other through the host")
struct HostServicesTests {
  private static let size = PixelSize(width: 6, height: 4)

  /// Lends a plugin's view of a host whose only plugin is a fixture, and a picture of ones.
  private func withPlugin(
    library: String = "libFixture.so", run: JobRun = JobRun(id: "test"),
    _ body: (PluginHost, UnsafeMutableBufferPointer<UInt8>, LentPixels, JobContext) throws -> Void
  ) throws {
    let bundles = try TestBundles(own: [])
    try bundles.addFixture(library: library)
    let host = Host(bundles)
    let services = HostServices()
    services.connect(host)
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: Self.size.area * 3)
    defer { bytes.deallocate() }
    bytes.initialize(repeating: 1)
    let pixels = LentPixels(
      base: UnsafeMutableRawPointer(try #require(bytes.baseAddress)), size: Self.size, channels: 3, stride: 18
    )
    try withExtendedLifetime((bundles, host, services)) {
      try run.withContext { job, _ in try body(try PluginHost(services.table), bytes, pixels, job) }
    }
  }

  @Test("The host says who it is and offers what it has")
  func extensions() throws {
    try withPlugin { host, _, _, _ in
      #expect(host.name == "reframe")
      #expect(host.version == Version.current)
      let detect = try host.table(RF_HOST_DETECT, as: rf_host_detect.self)
      #expect(detect.size == 16)
      let fill = try host.table(RF_HOST_FILL, as: rf_host_fill.self)
      #expect(fill.size == 16)
      let memory = try host.table(RF_HOST_PIXELS, as: rf_host_pixels.self)
      #expect(memory.size == 24)
      #expect(throws: ReframeError(.unsupported, "this host does not offer reframe.http/1")) {
        _ = try host.table(RF_HOST_HTTP, as: rf_host_http.self)
      }
    }
  }

  @Test("A detector is reached by its id, or as the host's choice", arguments: ["fixture", nil])
  func detect(id: String?) throws {
    try withPlugin { host, _, pixels, job in
      let map = try host.subjects(in: pixels, detector: id, job: job)
      #expect(map == SubjectMap(regions: []))
    }
  }

  @Test("A detector's refusal is passed on whole")
  func failing() throws {
    try withPlugin(library: "libFailing.so") { host, _, pixels, job in
      #expect(
        throws: ReframeError(.contentPolicy, "detector 'fixture': this picture is not to be looked at")
      ) {
        try host.subjects(in: pixels, detector: nil, job: job)
      }
    }
  }

  @Test("A detector that says it is still at it is at fault, as there is nothing to wait for")
  func pending() throws {
    try withPlugin(library: "libPending.so") { host, _, pixels, job in
      let error = #expect(throws: ReframeError.self) {
        try host.subjects(in: pixels, detector: nil, job: job)
      }
      #expect(error?.kind == .internalFault)
      #expect(error?.accepted == .unknown)
    }
  }

  @Test("A parameter that the manifest does not declare never reaches a plugin")
  func undeclared() throws {
    try withPlugin { host, bytes, pixels, job in
      let fault = ReframeError(
        .invalidArgument, "fill 'fixture': it has no parameters, so there is no 'tint'")
      #expect(throws: fault) {
        var request = FillRequest(fill: nil, placed: PixelRect(x: 0, y: 0, width: 1, height: 1), seed: 7)
        request.parameters = .object(["tint": .number(1)])
        try host.fill(pixels, request, source: nil, job: job)
      }
      #expect(bytes.allSatisfy { $0 == 1 })
    }
  }

  @Test("A region off the picture is an internal fault")
  func lying() throws {
    let fault = ReframeError(
      .internalFault, "the detector answered a region off the picture, or a score outside 0 to 1")
    try withPlugin(library: "libLying.so") { host, _, pixels, job in
      #expect(throws: fault) { try host.subjects(in: pixels, detector: nil, job: job) }
    }
  }

  @Test("A plugin that is not there is named with the nearest that is")
  func unknown() throws {
    try withPlugin { host, _, pixels, job in
      let fault = ReframeError(
        .notFound, "there is no detector 'fxture'; did you mean 'fixture'? (known: fixture)")
      #expect(throws: fault) { try host.subjects(in: pixels, detector: "fxture", job: job) }
    }
  }

  @Test("A fill paints all but the placed source")
  func fill() throws {
    try withPlugin { host, bytes, pixels, job in
      let placed = PixelRect(x: 2, y: 1, width: 3, height: 2)
      try host.fill(
        pixels, FillRequest(fill: "fixture", placed: placed, seed: 7), source: nil, job: job)
      for y in 0..<4 {
        for x in 0..<6 {
          let isInside = placed.contains(PixelRect(x: x, y: y, width: 1, height: 1))
          #expect(bytes[y * 18 + x * 3] == (isInside ? 1 : 7))
        }
      }
    }
  }

  @Test("A rectangle that no canvas has is left to the fill, and stops nobody")
  func nonsense() throws {
    try withPlugin { host, bytes, pixels, job in
      let nowhere = PixelRect(x: .max, y: .min, width: -1, height: .max)
      try host.fill(pixels, FillRequest(fill: nil, placed: nowhere, seed: 7), source: nil, job: job)
      #expect(bytes.allSatisfy { $0 == 7 })
    }
  }

  @Test("A cancelled job reaches detector and fill")
  func cancelled() throws {
    let run = JobRun(id: "test")
    run.cancel()
    try withPlugin(run: run) { host, _, pixels, job in
      let stopped = ReframeError(.cancelled, "cancelled")
      #expect(throws: stopped) { try host.subjects(in: pixels, detector: nil, job: job) }
      #expect(throws: stopped) {
        let placed = PixelRect(x: 0, y: 0, width: 1, height: 1)
        try host.fill(pixels, FillRequest(fill: nil, placed: placed, seed: 0), source: nil, job: job)
      }
    }
  }

  @Test("Pixel memory is aligned and goes back", arguments: [1, 63, 64, 1 << 20])
  func pixels(count: Int) throws {
    try withPlugin { host, _, _, _ in
      let memory = try #require(host.allocatePixels(byteCount: count))
      #expect(UInt(bitPattern: memory) % 64 == 0)
      memory.initializeMemory(as: UInt8.self, repeating: 0xff, count: count)
      host.releasePixels(memory, byteCount: count)
      #expect(host.allocatePixels(byteCount: 0) == nil)
      #expect(host.allocatePixels(byteCount: 1 << 40) == nil)
    }
  }

  @Test("A host that is gone says so")
  func gone() throws {
    let services = HostServices()
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 3, alignment: 1)
    defer { bytes.deallocate() }
    let pixels = LentPixels(base: bytes, size: PixelSize(width: 1, height: 1), channels: 3, stride: 3)
    try withExtendedLifetime(services) {
      let host = try PluginHost(services.table)
      try JobRun(id: "").withContext { job, _ in
        #expect(throws: ReframeError(.unavailable, "the host has shut down")) {
          try host.subjects(in: pixels, detector: nil, job: job)
        }
      }
    }
  }
}
