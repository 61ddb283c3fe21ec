# The project's commands; CONTRIBUTING.md says more about each.
.PHONY: demo test test-slow bench fuzz build bundles lint format install deps docs api clean

CONFIGURATION ?= release
BUILD ?= .build/$(CONFIGURATION)
PLUGINS := LocalEngine SaliencyDetector FaceDetector UpperBodyDetector MirrorFill BlurFill SolidFill EdgeFill \
  PatchFill GradientFill AutoFill \
  FixedPrice ValueMatchPrice CreditTablePrice PerSecondPrice PerMegapixelPrice FreePrice \
  EachlabsProvider FASHNProvider LumaAgentsProvider DreamMachineProvider \
  DeclarativeProvider MockProvider
RATIOS := 9:16,2:3,3:4,4:5,1:1,5:4,4:3,3:2,16:9,21:9
PREFIX ?= /usr/local
DEMO := .build/demo
PHOTO ?= Tests/Photos/astronaut.png
PACKAGES := libvips-dev liblcms2-dev libjpeg-dev libpng-dev libwebp-dev libyaml-dev \
  libcurl4-openssl-dev libsqlite3-dev libarchive-dev libffi-dev libpixman-1-0 \
  libopencv-objdetect-dev opencv-data pkg-config g++
DEBIAN_PEERS := libvips-tools imagemagick gmic liblqr-1-0 python3-venv
PEERS := .build/peers
SOURCES := Package.swift SDK Sources Plugins Tests

# One photo, every common ratio, and a sheet that shows them.
demo: build
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(BUILD)/reframe $(PHOTO) --aspect $(RATIOS) -o $(DEMO)/ --explain
	@name=$$(basename $(PHOTO) | sed 's/\.[^.]*$$//'); \
	$(BUILD)/contact-sheet $(DEMO)/contact-sheet.jpg $(PHOTO) \
	  $$(echo $(RATIOS) | tr ',' '\n' | tr ':' 'x' | sed "s|.*|$(DEMO)/$$name-&.png|")
	@echo "Look at $(DEMO)/contact-sheet.jpg, and at $(DEMO)/*.explain.png for why."

# Everything that must pass before a change lands.
test: deps lint
	swift build --build-tests
	swift test --skip-build --disable-xctest

# The same with a hundred thousand schedules of the dispatcher, and ten thousand jobs among kills.
test-slow: deps
	swift build --build-tests
	REFRAME_SLOW_TESTS=1 swift test --skip-build --disable-xctest

# Everything against its peers from Debian and PyPI in one run, or one part: BENCH="crop photo.jpg".
bench: build
	@$(MAKE) --no-print-directory deps PACKAGES="$(DEBIAN_PEERS)" || echo "some of $(DEBIAN_PEERS) are missing"
	@$(MAKE) -s --no-print-directory $(PEERS)/installed || echo "some Python peers are missing"
	$(BUILD)/benchmarks $(BENCH)

# Each package by itself, so that one that fails takes no other along; why is kept for the benchmarks to print.
$(PEERS)/installed: Tests/Benchmarks/peers/requirements.txt
	@python3 -m venv $(PEERS)
	@echo "installing Python peers"; failed=; for package in $$(grep -v '^#' $<); do \
	  log=$(PEERS)/$${package%%=*}.failed; \
	  if $(PEERS)/bin/pip install -q --disable-pip-version-check -c $< $$package 2>$$log; \
	    then rm $$log; else failed=1; fi; \
	done; [ "$$failed" ] || touch $@

# Feeds a parser with what nobody would write, for so many seconds: FUZZ=channel, foreign or manifest. What is new and
# worth keeping goes to its corpus, which the tests read again.
FUZZ ?= channel
FUZZ_SECONDS ?= 60
FUZZ_CORPUS_channel := Tests/WorkerTests/Corpus
FUZZ_CORPUS_foreign := Tests/ForeignTests/Corpus
FUZZ_CORPUS_manifest := Tests/LoadingTests/Corpus
fuzz: deps
	REFRAME_FUZZ=1 swift build --scratch-path .build/fuzz --product fuzz-$(FUZZ) \
	  -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link,address
	mkdir -p .build/fuzz/$(FUZZ)
	.build/fuzz/debug/fuzz-$(FUZZ) -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -print_final_stats=1 \
	  $(addprefix -dict=,$(wildcard Tests/Fuzzing/$(FUZZ).dict)) -artifact_prefix=.build/fuzz/$(FUZZ)- .build/fuzz/$(FUZZ) $(FUZZ_CORPUS_$(FUZZ))

build: deps
	swift build -c $(CONFIGURATION)
	@$(MAKE) --no-print-directory bundles

# Beside the executable: each plugin's folder with its manifest and its library, the catalogue, and the templates.
bundles:
	@for plugin in $(PLUGINS); do \
	  id=$$(sed -n 's/^  "id": "\(.*\)",$$/\1/p' Plugins/$$plugin/plugin.json); \
	  bundle=$(BUILD)/plugins/$$id.reframeplugin; \
	  mkdir -p $$bundle && chmod o-w $$bundle && \
	  cp -f Plugins/$$plugin/plugin.json $(BUILD)/lib$$plugin.so $$bundle/ && chmod o-w $$bundle/*; \
	done
	@cp -f $(BUILD)/libVipsCodec.so $(BUILD)/plugins/local.reframeplugin/
	@rm -rf $(BUILD)/catalogue && cp -R Sources/Catalogue/Data $(BUILD)/catalogue && \
	  chmod -R go-w $(BUILD)/catalogue
	@rm -rf $(BUILD)/templates && cp -RL SDK/Templates $(BUILD)/templates && chmod -R go-w $(BUILD)/templates

install: build
	install -D $(BUILD)/reframe $(DESTDIR)$(PREFIX)/bin/reframe
	install -D $(BUILD)/reframe-worker $(DESTDIR)$(PREFIX)/lib/reframe/reframe-worker
	cp -R $(BUILD)/plugins $(BUILD)/catalogue $(BUILD)/templates $(DESTDIR)$(PREFIX)/lib/reframe/
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/include SDK/C/include/reframe.h SDK/C/include/reframe_json.h
	install -D -m 644 SDK/Schemas/models.schema.json $(DESTDIR)$(PREFIX)/share/reframe/models.schema.json

# The reference of the Swift SDK, as pages for a browser, in .build/reference.
docs:
	swift build --target ReframeSDK
	@mkdir -p .build/symbols
	swift symbolgraph-extract -module-name ReframeSDK -target $$(uname -m)-unknown-linux-gnu -I .build/debug/Modules \
	  -I SDK/C/include -output-dir .build/symbols -minimum-access-level public -skip-synthesized-members
	docc convert SDK/Documentation/ReframeSDK.docc --additional-symbol-graph-dir .build/symbols \
	  --output-dir .build/reference --warnings-as-errors --enable-inherited-docs \
	  --experimental-documentation-coverage
	@echo "Look with: docc preview, or serve .build/reference"

# Stores what plugins are built against, after a change of it that is meant.
api:
	swift build --build-tests
	REFRAME_WRITE_API=1 swift test --skip-build --disable-xctest --filter 'SwiftAPITests|ContractHeaderTests'

lint:
	swift format lint --strict -r -p $(SOURCES)

format:
	swift format -i -r -p $(SOURCES)

# What the build needs beyond Swift itself.
deps:
	@missing=; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] || { \
	  echo "installing$$missing"; \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	}

clean:
	rm -rf .build
