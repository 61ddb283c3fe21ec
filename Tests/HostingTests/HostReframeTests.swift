import FoundationEssentials
import TestSupport
import Testing

@testable import Hosting
@testable import ReframeSDK

@Suite("The host has a job done")
struct HostReframeTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func host() throws -> Host { Host(try TestBundles.shared()) }

  private var photo: SourceFile {
    get throws {
      try SourceFile(path: TestBundles.repository.appending(path: "Tests/Photos/chelsea.png").path())
    }
  }

  /// A small result that needs neither detector nor fill.
  private func job() throws -> ReframeJob {
    var output = OutputRequest(
      aspect: try #require(AspectRatio("1:1")), size: PixelSize(width: 24, height: 24))
    output.placement = UnitRect(x: -0.25, y: 0, width: 1.5, height: 1)
    output.format = .png
    return ReframeJob(model: "local/reframe", outputs: [output])
  }

  @Test("The result reaches the receiver, described and complete")
  func done() throws {
    let receiver = RecordingReceiver()
    try host().reframe(try job(), source: try photo, receiver: receiver, run: JobRun(id: "test"))
    #expect(receiver.renditions.map(\.size) == [PixelSize(width: 24, height: 24)])
    #expect(receiver.renditions.map(\.mediaType) == ["image/png"])
    #expect(receiver.calls.first == "begin 0" && receiver.calls.last == "finish 0")
    #expect(receiver.bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]))
  }

  @Test(
    "What the receiver throws is what the job fails with",
    arguments: [RecordingReceiver.Step.begin, .write, .finish])
  func refused(step: RecordingReceiver.Step) throws {
    let receiver = RecordingReceiver(refusing: step)
    let host = try host()
    let (job, photo) = (try job(), try photo)
    // The provider cannot know what a file that is not taken means for a purchase.
    var refusal = RecordingReceiver.refusal
    refusal.accepted = .unknown
    #expect(throws: refusal) {
      try host.reframe(job, source: photo, receiver: receiver, run: JobRun(id: "test"))
    }
    if step == .write { #expect(receiver.calls.last == "abandon 0") }
  }

  @Test("What the provider reports is passed on")
  func provider() throws {
    let source = try SourceFile(path: try folder.write(Array("no picture".utf8), to: "a.jpg"))
    let receiver = RecordingReceiver()
    let host = try host()
    let job = try job()
    let error = #expect(throws: ReframeError.self) {
      try host.reframe(job, source: source, receiver: receiver, run: JobRun(id: "test"))
    }
    #expect(error?.kind == .invalidArgument)
    #expect(error?.message.isEmpty == false)
    #expect(receiver.calls.isEmpty)
  }

  @Test(
    "Whether a provider was paid outlives what went wrong",
    arguments: [
      (
        "libProviderTicket.so",
        ReframeError(
          .unsupported, "the provider 'fixture' sells its work, so name its model with --model",
          accepted: .yes)
      ),
      (
        "libProviderIdle.so",
        ReframeError(
          .internalFault, "the provider made 0 of 1 files and gave no reason", accepted: .unknown)
      ),
      (
        "libProviderCharging.so",
        ReframeError(.resourceExhausted, "the disk is full", code: "ENOSPC", accepted: .yes)
      ),
    ])
  func paid(library: String, failure: ReframeError) throws {
    let bundles = try TestBundles(own: [])
    try bundles.addFixture(library: library)
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.pluginFolders = [bundles.path]
    configuration.provider = "fixture"
    let host = Host(configuration)
    let (job, photo) = (try job(), try photo)
    #expect(throws: failure) {
      try host.reframe(
        job, source: photo, receiver: RecordingReceiver(refusing: .begin), run: JobRun(id: "test"))
    }
  }

  @Test("A cancelled run ends as cancelled and leaves nothing open")
  func cancelled() throws {
    let run = JobRun(id: "test")
    run.cancel()
    let receiver = RecordingReceiver()
    let host = try host()
    let (job, photo) = (try job(), try photo)
    let error = #expect(throws: ReframeError.self) {
      try host.reframe(job, source: photo, receiver: receiver, run: run)
    }
    #expect(error?.kind == .cancelled)
    #expect(!receiver.calls.contains("finish 0"))
  }

  @Test("Without a provider there is no job")
  func noProvider() throws {
    let (job, photo) = (try job(), try photo)
    #expect(
      throws: ReframeError(
        .notFound, "there is no provider 'local': no provider plugins were found; see 'reframe plugin list'")
    ) {
      try Host(nil).reframe(job, source: photo, receiver: RecordingReceiver(), run: JobRun(id: "test"))
    }
  }
}
