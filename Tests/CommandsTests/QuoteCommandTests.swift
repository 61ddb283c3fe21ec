@testable import Commands
import Foundation
import Imaging
import Testing
import TestSupport

@Suite("Quotes")
struct QuoteCommandTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox(plugins: try TestBundles.priced().path)
    try sandbox.picture("photo.jpg", 12, 8, .jpeg)
  }

  private func quote(_ arguments: String...) -> Sandbox.Outcome { sandbox.run(["quote"] + arguments) }

  @Test("Every model that can do it, cheapest first, and why the others cannot")
  func all() {
    let outcome = quote("~/photo.jpg", "--aspect", "9:16", "--model", "all")
    #expect(outcome.code == .success)
    #expect(outcome.error.isEmpty)
    #expect(
      outcome.output == """
        MODEL                            VENDOR     EXPECTED  AT MOST             TIME         RUN BY
        local/reframe                    local      free      free                0.1 s        local
        luma-photon-flash-reframe-image  Eachlabs   $0.005    $0.005              60 s         no provider installed
        reframe-image                    Eachlabs   $0.01     $0.01               25 s         no provider installed
        reframe                          FASHN      1 credit  1 credit  ~ $0.075  up to 120 s  no provider installed
        dream-machine/reframe_image      Luma       unknown   unknown             unknown      no provider installed
        luma/reframe-image               Replicate  unknown   unknown             unknown      no provider installed

        dream-machine/reframe_image: the price depends on 'model', which is not given
        luma/reframe-image: the vendor's price is not known
        dream-machine/reframe_image: it needs 'model'; give --param model=photon-1|photon-flash-1
        dream-machine/reframe_image: it takes no files; give the source by its address, https://…
        ~ reframe: credits compared at the rate 'on-demand credits, by third parties' word, 2026-06'

        Excluded:
          dream-machine/reframe_video
            format: the source is image/jpeg; it reads video/*
          luma/reframe-video
            format: the source is image/jpeg; it reads video/*
          ray-3.2/video_reframe
            format: the source is image/jpeg; it reads video/*

        """)
  }

  @Test("Credits are compared at the rate of the settings")
  func rate() throws {
    try sandbox.folder.write("rates: {credits/fashn: 0.25 USD}".utf8, to: "r.yaml")
    let outcome = quote("~/photo.jpg", "-a", "9:16", "--model", "reframe", "--config", "~/r.yaml")
    #expect(
      outcome.output == """
        MODEL    VENDOR  EXPECTED  AT MOST            TIME         RUN BY
        reframe  FASHN   1 credit  1 credit  ~ $0.25  up to 120 s  no provider installed

        ~ reframe: credits compared at the rate 'rates.credits/fashn'

        """)
  }

  @Test("A resolution and a model's own parameters")
  func parameters() {
    let outcome = quote(
      "~/photo.jpg", "-a", "4:5", "--resolution", "2k", "-n", "3", "-p", "generation_mode=balanced")
    #expect(outcome.code == .success)
    #expect(
      outcome.output == """
        MODEL    VENDOR  EXPECTED   AT MOST              TIME         RUN BY
        reframe  FASHN   9 credits  9 credits  ~ $0.675  up to 120 s  no provider installed

        ~ reframe: credits compared at the rate 'on-demand credits, by third parties' word, 2026-06'

        Excluded:
          dream-machine/reframe_image
            parameter: it has no parameter 'generation_mode'
            ratio: 4:5 is not offered; it makes 1:1, 4:3, 3:4, 16:9, 9:16, 21:9, 9:21
            resolution: the size of the output cannot be chosen
          dream-machine/reframe_video
            format: the source is image/jpeg; it reads video/*
            parameter: it has no parameter 'generation_mode'
            ratio: 4:5 is not offered; it makes 1:1, 4:3, 3:4, 16:9, 9:16, 21:9, 9:21
            resolution: 2k is not offered; it makes 720p
          local/reframe
            parameter: it has no parameter 'generation_mode'
          luma-photon-flash-reframe-image
            parameter: it has no parameter 'generation_mode'
            ratio: 4:5 is not offered; it makes 1:1, 3:4, 4:3, 9:16, 16:9, 9:21, 21:9
            resolution: the size of the output cannot be chosen
          luma/reframe-image
            parameter: it has no parameter 'generation_mode'
            ratio: 4:5 is not offered; it makes 1:1, 3:4, 4:3, 9:16, 16:9, 9:21, 21:9
            resolution: the size of the output cannot be chosen
          luma/reframe-video
            format: the source is image/jpeg; it reads video/*
            parameter: it has no parameter 'generation_mode'
            ratio: 4:5 is not offered; it makes 1:1, 3:4, 4:3, 9:16, 16:9, 9:21, 21:9
            resolution: the size of the output cannot be chosen
          ray-3.2/video_reframe
            format: the source is image/jpeg; it reads video/*
            parameter: it has no parameter 'generation_mode'
            ratio: 4:5 is not offered; it makes 9:16, 3:4, 1:1, 4:3, 16:9, 21:9
            resolution: 2k is not offered; it makes 360p, 540p, 720p, 1080p
          reframe-image
            parameter: it has no parameter 'generation_mode'
            ratio: 4:5 is not offered; it makes 1:1, 3:4, 4:3, 9:16, 16:9, 9:21, 21:9
            resolution: the size of the output cannot be chosen

        """)
  }

  @Test("A video, whose length is said")
  func video() throws {
    try sandbox.folder.write([0, 0, 0, 0x14] + Array("ftypisom".utf8), to: "clip.mp4")
    let outcome = quote("~/clip.mp4", "-a", "16:9", "-m", "ray-3.2/video_reframe", "--duration", "7.25")
    #expect(
      outcome.output == """
        MODEL                  VENDOR       EXPECTED  AT MOST    TIME     RUN BY
        ray-3.2/video_reframe  Luma Agents  $0.96     $0.96      unknown  no provider installed

        ray-3.2/video_reframe: it needs a prompt; give --prompt

        """)
    let unknown = quote("~/clip.mp4", "-a", "16:9", "-m", "ray-3.2/video_reframe")
    #expect(unknown.code == .success)
    #expect(unknown.output.contains("unknown   unknown"))
    #expect(unknown.output.contains("ray-3.2/video_reframe: the length of the source is not known\n"))
    let long = quote("~/clip.mp4", "-a", "16:9", "-m", "ray-3.2/video_reframe", "--duration", "30.001")
    #expect(long.code == .failure)
    #expect(
      long.output == """
        Excluded:
          ray-3.2/video_reframe
            duration: the source is 30.001 s long; at most 30 s are taken

        """)
  }

  @Test("As JSON, amounts in millionths, unknown ones left out")
  func json() throws {
    let outcome = quote("~/photo.jpg", "-a", "9:16", "--json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let offers = try #require(object["offers"] as? [[String: Any]])
    let expected = offers.map { offer -> String in
      let amount = (offer["quote"] as? [String: Any])?["expected"] as? [String: Any]
      return "\(offer["model"] ?? "") \(amount?["micros"] ?? "-") \(amount?["unit"] ?? "-")"
    }
    #expect(
      expected == [
        "local/reframe 0 USD", "luma-photon-flash-reframe-image 5000 USD", "reframe-image 10000 USD",
        "reframe 1000000 credits/fashn", "dream-machine/reframe_image - -", "luma/reframe-image - -",
      ])
    #expect((offers[3]["comparison"] as? [String: Any])?["micros"] as? Int == 75_000)
    #expect(offers[3]["rate"] as? String == "on-demand credits, by third parties' word, 2026-06")
    #expect(offers.map { $0["provider"] as? String } == ["local", nil, nil, nil, nil, nil])
    let excluded = try #require(object["excluded"] as? [[String: Any]])
    #expect(
      excluded.compactMap { $0["model"] as? String } == [
        "dream-machine/reframe_video", "luma/reframe-video", "ray-3.2/video_reframe",
      ])
  }

  @Test("What a model lacks is told and does not exclude it: a prompt, a parameter, a key")
  func lacks() throws {
    let bench = try RoutedBench()
    let outcome = bench.command(
      "quote", "~/a.png", "-a", "9:16", "-m", "dream-machine/reframe_image,reframe-image")
    #expect(outcome.code == .success)
    let key = { (provider: String, name: String) in
      "'\(provider)' needs \(name): set that variable, or \(name)_FILE to a file with it, or say where it is under "
        + "providers.\(provider).secrets in reframe.yaml"
    }
    #expect(
      outcome.output == """
        MODEL                        VENDOR    EXPECTED  AT MOST    TIME     RUN BY
        reframe-image                Eachlabs  $0.01     $0.01      25 s     eachlabs
        dream-machine/reframe_image  Luma      unknown   unknown    unknown  luma-dream-machine

        dream-machine/reframe_image: the price depends on 'model', which is not given
        reframe-image: \(key("eachlabs", "EACHLABS_API_KEY"))
        dream-machine/reframe_image: it needs 'model'; give --param model=photon-1|photon-flash-1
        dream-machine/reframe_image: it takes no files; give the source by its address, https://…
        dream-machine/reframe_image: \(key("luma-dream-machine", "LUMAAI_API_KEY"))

        """)
    try bench.sandbox.folder.write([0, 0, 0, 0x14] + Array("ftypisom".utf8), to: "clip.mp4")
    let video = bench.command(
      "quote", "~/clip.mp4", "-a", "16:9", "-m", "ray-3.2/video_reframe", "--duration", "5", "--json")
    #expect(video.code == .success)
    #expect(video.output.contains("\"it needs a prompt; give --prompt\""), "\(video.output)")
  }

  @Test("A calculator that is not there leaves its models' prices unknown")
  func noCalculator() throws {
    let bundles = try TestBundles(own: ["LocalEngine", "ValueMatchPrice"])
    let outcome = try {
      let sandbox = try Sandbox(plugins: bundles.path)
      try sandbox.picture("photo.jpg", 12, 8, .jpeg)
      return sandbox.run("quote", "~/photo.jpg", "-a", "9:16", "-m", "reframe,reframe-image")
    }()
    #expect(outcome.code == .success)
    #expect(outcome.output.contains("reframe: there is no pricing 'credit-table' (known: value-match)\n"))
    #expect(outcome.output.contains("$0.01"))
  }

  @Test("The resolution of the settings counts for pictures, unless an option says how many pixels")
  func configured() throws {
    try sandbox.folder.write("resolution: 2k\n".utf8, to: "r.yaml")
    let rest = ["quote", "~/photo.jpg", "-m", "reframe", "--config", "~/r.yaml"]
    let usual = sandbox.run(rest + ["-a", "9:16"])
    #expect(usual.code == .success)
    #expect(usual.error == "reframe: resolution 2k, as ~/r.yaml:1:13 says\n")
    #expect(usual.output.contains("reframe  FASHN   4 credits"))
    let other = sandbox.run(
      rest + ["-a", "9:16", "--resolution", "4k"], environment: ["REFRAME_RESOLUTION": "1k"])
    #expect(other.error.isEmpty)
    #expect(other.output.contains("reframe  FASHN   5 credits"))
    let size = sandbox.run(rest + ["-s", "768x1344"])
    #expect(size.error.isEmpty)
  }

  @Test("A wrong setting is told with its place, and a folder that is not there by its option")
  func wrongSettings() throws {
    try sandbox.folder.write("resolution: 3k\n".utf8, to: "r.yaml")
    let outcome = quote("~/photo.jpg", "-a", "1:1", "--config", "~/r.yaml")
    #expect(outcome.code == .usage)
    #expect(
      outcome.error
        == "reframe: ~/r.yaml:1:13: '3k' is none of 1k, 2k, 4k; did you mean '1k'?\n")
    let missing = quote("~/photo.jpg", "-a", "1:1", "--catalogue", "~/none")
    #expect(missing.code == .usage)
    #expect(missing.error == "reframe: --catalogue: there is no folder '~/none'\n")
  }

  @Test(
    "A command line that makes no sense",
    arguments: [
      (["~/photo.jpg"], "--aspect: say what to make: a ratio such as 9:16, or a size such as 1080x1920"),
      (["-a", "1:1"], "give one picture or video; see 'reframe quote --help'"),
      (["~/photo.jpg", "~/b.jpg", "-a", "1:1"], "give one picture or video; see 'reframe quote --help'"),
      (["~/photo.jpg", "-a", "1:1", "-n", "0"], "--count: 0 is not between 1 and 1000000"),
      (
        ["~/photo.jpg", "-a", "1:1", "-p", "x"],
        "--param: 'x' is not KEY=VALUE, as in generation_mode=quality"
      ),
      (["~/photo.jpg", "-a", "1:1", "-p", "x=1", "-p", "x=2"], "--param: 'x' is given twice"),
      (
        ["~/photo.jpg", "-a", "1:1", "-p", "num_image=2"],
        "--param: no model has a parameter 'num_image'; did you mean 'num_images'?"
      ),
      (
        ["~/photo.jpg", "-a", "1:1", "--duration", "0"],
        "--duration: '0' is no positive number of seconds such as 12.5"
      ),
      (
        ["~/photo.jpg", "-s", "9x9", "--resolution", "1k"],
        "--resolution: a size says how many pixels; give a resolution with ratios only"
      ),
      (
        ["~/photo.jpg", "-a", "1:1", "-m", "reframe-imag"],
        "there is no model 'reframe-imag'; did you mean 'reframe-image'? (known: dream-machine/reframe_image, "
          + "dream-machine/reframe_video, local/reframe, luma-photon-flash-reframe-image, "
          + "luma/reframe-image, luma/reframe-video, ray-3.2/video_reframe, reframe, reframe-image)"
      ),
    ])
  func usage(arguments: [String], message: String) {
    let outcome = sandbox.run(["quote"] + arguments)
    #expect(outcome.code == .usage)
    #expect(outcome.output.isEmpty)
    #expect(outcome.error == "reframe: \(message)\n")
  }

  @Test("An address is a source, and judged as for a job")
  func address() {
    let outcome = quote("https://127.0.0.1/a.jpg", "-a", "1:1")
    #expect(outcome.code == .failure)
    #expect(outcome.error.contains("127.0.0.1 is a loopback address"))
  }

  @Test("A source that cannot be read")
  func badSource() throws {
    try sandbox.folder.write(Array("no picture".utf8), to: "text.jpg")
    for name in ["text.jpg", "missing.jpg"] {
      let outcome = quote("~/\(name)", "-a", "1:1")
      #expect(outcome.code == .failure)
      #expect(outcome.output.isEmpty)
      #expect(outcome.error.hasPrefix("reframe: ~/\(name): "))
    }
  }
}
