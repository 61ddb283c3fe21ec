import CReframe
import Hosting
import Imaging
import Loading
import ReframeSDK
import TestSupport
import Testing

/// The same library in a worker and in this process, tried with the project's own plugins.
@Suite("A plugin in a worker")
struct WorkerPlacementTests {
  /// This process, and workers for all.
  let hosts: [Host]
  private let bundles: TestBundles

  init() throws {
    bundles = try TestBundles()
    try bundles.addFixture()
    for id in TestBundles.bindings { try bundles.addBinding(id) }
    let path = bundles.path
    hosts = [PluginPlacement.inProcess, .worker].map { placement in
      var configuration = HostConfiguration(explicit: [], environment: [:])
      configuration.pluginFolders = [path]
      configuration.placement = placement
      for id in TestBundles.bindings { configuration.placements[id] = placement }
      configuration.workers = WorkerLimits(executable: TestBundles.worker)
      return Host(configuration)
    }
  }

  @Test("fills bit for bit the same, pictures and what they have beside", arguments: Engine.fills)
  func fills(id: String) throws {
    let grid = SaliencyGrid(columns: 3, rows: 2, values: [0, 80, 255, 9, 0, 1])
    let source = try Pictures.patterned(9, 4, channels: 4)
    let lent = LentPixels(
      base: source.base, size: PixelSize(width: 9, height: 4), channels: 4, stride: source.stride)
    for task in FillCase.all where task.channels == 4 {
      let canvases = try hosts.map { host in
        let canvas = GuardedCanvas(task, garbage: 3)
        try withExtendedLifetime(host) {
          try canvas.fill(with: try host.fill(id), seed: 5, source: lent, subject: grid, effort: .fast)
        }
        return canvas
      }
      #expect(canvases[0].bytes == canvases[1].bytes, "\(task)")
      #expect(canvases[1].keepsSource && canvases[1].keepsGuards, "\(task)")
    }
  }

  @Test("finds the same", arguments: DetectorConformanceTests.detectors)
  func detects(id: String) throws {
    for (width, height) in DetectorConformanceTests.sizes + [(320, 240)] {
      let scene = LentScene.disc(width, height, x: width / 3, y: height / 2, radius: max(1, height / 5))
      let maps = try hosts.map { try scene.subjects(try $0.detector(id)).map }
      #expect(maps[0] == maps[1], "\(width)x\(height)")
    }
  }

  @Test("refuses with the same words")
  func refuses() throws {
    let errors = hosts.map { host in
      let canvas = GuardedCanvas(FillCase(3, 3, right: 2), garbage: 9)
      return #expect(throws: ReframeError.self) {
        try canvas.fill(with: try host.fill("mirror"), flags: RF_IMAGE_READ_ONLY)
      }
    }
    #expect(errors[0] == errors[1] && errors[0]?.kind == .unsupported)
  }

  @Test("looks for subjects and fills through the host, tells its progress, and delivers the same bytes")
  func services() throws {
    let file = try Pictures.png(90, 60)
    let requests = try ["1:1", "21:9"].map { OutputRequest(aspect: try #require(AspectRatio($0))) }
    let job = ReframeJob.png(requests) {
      $0.mode = .expand
      $0.fill = "auto"
      $0.detector = "saliency"
    }
    let made = try hosts.map { host in
      let folder = try TestFolder()
      let (receiver, stages) = (Collector(), Stages())
      let source = try SourceFile(path: try folder.write(file, to: "source"))
      try host.reframe(
        job, source: source, receiver: receiver,
        run: JobRun(id: "test", onProgress: { fraction, _ in stages.add(fraction) }))
      return (receiver.results.map(\.bytes), stages.all)
    }
    #expect(made[0].0.count == 2 && made[0].0 == made[1].0)
    #expect(!made[0].1.isEmpty && made[0].1 == made[1].1)
  }

  @Test("stops when its job is cancelled")
  func cancelled() throws {
    let cancelling = Cancelling()
    let folder = try TestFolder()
    let source = try SourceFile(path: try folder.write(try Pictures.png(90, 60), to: "source"))
    let job = ReframeJob.png([OutputRequest(aspect: try #require(AspectRatio("1:1")))])
    let error = #expect(throws: ReframeError.self) {
      try hosts[1].reframe(job, source: source, receiver: Collector(), run: cancelling.job)
    }
    #expect(error?.kind == .cancelled)
  }
}
