# shellcheck shell=sh disable=SC2154 # the server writes the words (say_…) and SERVER, SPEAK above
# Refurb's bench kit. It reads and sends; it never writes to a drive of the machine.
# Runs in any POSIX shell (dash, busybox) with curl or wget. docs/bench-kit.md describes it.
set -u
umask 077
export LC_ALL=C
KIT=2
PLACES=${REFURB_PLACES:-512} # one at random in each of as many equal parts; 256 at least
PLACE=4096                   # bytes read at each
END=1048576                  # bytes read at each end
EVENTS=262144                # bytes read of what an NVMe drive remembers, newest first
OPERATIONS='block_erase|crypto_erase|overwrite|format_user_data|format_crypto_erase'
PAUSE=${REFURB_PAUSE:-5}
FOLDER=${REFURB_FOLDER:-refurb-kit}
TMP=$(mktemp -d) || exit 1
trap 'rm -rf "$TMP"' EXIT
trap 'exit 130' INT TERM

have() { command -v "$1" >/dev/null 2>&1; }
tell() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
# values NAME FILE: give what each short text of this name in JSON says.
# shellcheck disable=SC2020 # each mark becomes the end of a line
values() { tr ',{}' '\n\n\n' <"$2" | sed -n "s/^ *\"$1\" *: *\"\\([^\"]*\\)\".*/\\1/p"; }
value() { values "$1" "$2" | head -n 1; }
# Say why the server refuses, in its own words; JSON writes accents as \u00e9, others as marks.
why() {
  sed -n 's/.*"message": *"\([^"]*\)".*/\1/p; t
    s/.*"detail": *"\([^"]*\)".*/\1/p' "$TMP/answer" | awk '
    { while (match($0, /\\u[0-9a-f][0-9a-f][0-9a-f][0-9a-f]/)) {
        code = 0; mark = "\047"
        for (i = 2; i < 6; i++) code = code * 16 + index("0123456789abcdef", substr($0, RSTART + i, 1)) - 1
        if (code >= 192 && code < 256) mark = sprintf("%c%c", 195, code - 64)
        else if (code >= 128 && code < 192) mark = sprintf("%c%c", 194, code)
        $0 = substr($0, 1, RSTART - 1) mark substr($0, RSTART + RLENGTH)
      } print }'
}
plain() { tr -cd 'A-Za-z0-9._-' | cut -c 1-60; }
# Keep a text of a drive's within a JSON string.
quoted() { tr -d '\000-\037\177-\377' | sed 's/[\\"]/\\&/g; s/^ *//; s/ *$//' | cut -c 1-80; }

usage() {
  tell "sh kit.sh [--donation DN-…] [--code …]"
  tell "    $say_usage_read"
  tell "sh kit.sh --send DIR"
  tell "    $say_usage_send"
  tell "sh kit.sh --wipe-logs DIR"
  tell "    $say_usage_logs"
  tell "sh kit.sh --before-flash DEVICE"
  tell "    $say_usage_before"
  tell "sh kit.sh --verify-flash DEVICE [--operation $OPERATIONS]"
  tell "    $say_usage_verify"
}

# --- the server ------------------------------------------------------------------------------------

# call URL [FILE]: GET, or POST the file. Sets STATUS, 000 without an answer, and writes the answer.
call() {
  : >"$TMP/answer"
  if have curl; then
    set -- "$1" ${2:+--data-binary "@$2"}
    url=$1
    shift
    # The token goes by standard input: arguments are seen by every user of a system.
    STATUS=$(printf 'header = "Authorization: Bearer %s"\n' "$REFURB_TOKEN" |
      curl -sS -K - --max-time 180 -o "$TMP/answer" -w '%{http_code}' -H "Accept-Language: $SPEAK" \
        -H 'Content-Type: text/plain' "$@" "$url" 2>/dev/null)
  else
    set -- "$1" ${2:+"--post-file=$2"}
    url=$1
    shift
    # GNU's wget is to give the body of a refusal, and to try once; busybox's can't and does.
    wget --help 2>&1 | grep -q content-on-error &&
      set -- --content-on-error --tries=1 --timeout=180 "$@"
    wget -q -S -O "$TMP/answer" --header "Authorization: Bearer $REFURB_TOKEN" \
      --header "Accept-Language: $SPEAK" --header 'Content-Type: text/plain' "$@" "$url" 2>"$TMP/head"
    STATUS=$(sed -n 's/.*HTTP\/1\.[01] \([0-9][0-9][0-9]\).*/\1/p' "$TMP/head" | tail -n 1)
  fi
  STATUS=${STATUS:-000}
}

# post PATH FILE: try three times; 0 when the server took it, 1 when it refuses, 2 without an answer.
post() {
  try=1
  while :; do
    call "$SERVER/api/v1/$1" "$2"
    case $STATUS in
      200 | 201) return 0 ;;
      401 | 403) fail "$say_token_bad ($STATUS)" ;;
      000 | 429 | 5??) [ "$try" -lt 3 ] || return 2 ;;
      *) return 1 ;;
    esac
    try=$((try + 1))
    tell "$say_again"
    sleep "$PAUSE"
  done
}

# --- sending a folder ------------------------------------------------------------------------------

# The reports that say which machine it is go first; what follows is then sent for that device.
in_order() {
  for name in dmidecode.txt lshw.json lsblk.json nvme.json; do
    [ -f "$1/$name" ] && tell "$1/$name"
  done
  for file in "$1"/smartctl-* "$1"/battery.txt "$1"/edid.txt "$1"/wipe-*; do
    [ -f "$file" ] && tell "$file"
  done
}

# send_machine DIR: send each file once; what is sent moves to DIR/sent. 1 when the network is gone.
send_machine() {
  donation=$(sed -n 's/^donation=//p' "$1/about" 2>/dev/null | plain)
  device=$(sed -n 's/^code=//p' "$1/about" 2>/dev/null | plain)
  shown=''
  in_order "$1" >"$TMP/files"
  while read -r file; do
    case $file in
      */wipe-*) path=wipe-reports ;;
      *) path=hardware-reports${device:+?code=$device} ;;
    esac
    case $file in
      */dmidecode.txt | */lshw.json)
        [ -n "$device" ] || path="$path${donation:+?donation=$donation}" ;;
    esac
    post "$path" "$file" && result=0 || result=$?
    [ "$result" -eq 2 ] && return 1
    if [ "$result" -eq 1 ]; then
      REFUSED=1
      tell "$say_refused ${file##*/} ($STATUS): $(why)"
      continue
    fi
    tell "$say_sent: ${file##*/}"
    if [ "$path" = wipe-reports ]; then
      verdicts
    else
      shown=yes
      [ -n "$device" ] || device=$(value device "$TMP/answer" | plain)
      { tell "donation=$donation"; tell "code=$device"; } >"$1/about"
    fi
    mkdir -p "$1/sent" && mv "$file" "$1/sent/"
  done <"$TMP/files"
  [ -z "$shown" ] || card
}

# Show the machine's QR code and its next step, drawn by the server.
card() {
  [ -n "$device" ] || { tell "$say_unknown"; return 0; }
  call "$SERVER/api/v1/devices/$device/card.txt"
  [ "$STATUS" = 200 ] || return 0
  # White on black whatever the colours of the terminal: cameras want it this way round.
  [ -t 1 ] && printf '\033[0;97;40m'
  cat "$TMP/answer"
  [ -t 1 ] && printf '\033[0m\n'
  return 0
}

verdicts() {
  values verdict "$TMP/answer" >"$TMP/said"
  while read -r verdict; do
    case $verdict in
      wiped) tell "  $say_wiped" ;;
      not_wiped) tell "  $say_not_wiped" ;;
      *) tell "  $say_review" ;;
    esac
  done <"$TMP/said"
}

# send DIR: a machine's folder, or a folder of such folders.
send() {
  [ -d "$1" ] || fail "$say_no_folder: $1"
  for each in "$1" "$1"/*/; do
    each=${each%/}
    [ -f "$each/about" ] || continue
    send_machine "$each" || { kept "$each"; return 1; }
  done
}

kept() {
  tell "$say_kept: $1"
  tell "$say_later: sh kit.sh --send $1"
}

# --- reading a machine -----------------------------------------------------------------------------

internal_drives() {
  for block in /sys/block/*; do
    name=${block##*/}
    case $name in loop* | ram* | zram* | sr* | fd* | dm-* | md* | mmcblk*boot* | nbd*) continue ;; esac
    [ "$(cat "$block/removable" 2>/dev/null)" = 1 ] && continue
    case $(readlink -f "$block") in */usb*) continue ;; esac
    tell "$name"
  done
}

# keep FILE COMMAND…: keep what a tool prints; nothing when it is not there or prints nothing.
keep() {
  file=$1
  shift
  have "$1" || return 0
  "$@" >"$HERE/$file" 2>/dev/null
  [ -s "$HERE/$file" ] || rm -f "$HERE/$file"
}

collect() {
  keep dmidecode.txt dmidecode
  keep lshw.json lshw -json -quiet
  keep lsblk.json lsblk -J -b -O
  keep nvme.json nvme list -o json
  keep battery.txt upower --dump
  for name in $(internal_drives); do
    keep "smartctl-$name.json" smartctl -x -j "/dev/$name"
  done
  for screen in /sys/class/drm/*/edid; do
    [ -s "$screen" ] || continue
    { tell "EDID ${screen%/edid}"; od -An -v -tx1 "$screen"; } >>"$HERE/edid.txt"
  done
}

read_machine() {
  [ "$(id -u)" = 0 ] || tell "$say_not_root"
  HERE=$FOLDER/$(date -u +%Y%m%d-%H%M%S)-$$
  mkdir -p "$HERE" || exit 1
  { tell "donation=$DONATION"; tell "code=$CODE"; } >"$HERE/about"
  tell "$say_reading"
  collect
  [ -n "$(in_order "$HERE")" ] || fail "$say_no_tool"
  send "$HERE"
}

# --- logs of wipes ---------------------------------------------------------------------------------

send_logs() {
  [ -d "$1" ] || fail "$say_no_folder: $1"
  for log in "$1"/*; do
    case $log in *.log | *.txt | *.json | *.pdf | *.xml) [ -s "$log" ] || continue ;; *) continue ;; esac
    post wipe-reports "$log" && result=0 || result=$?
    case $result in
      0) tell "$say_sent: ${log##*/}"; verdicts ;;
      1) REFUSED=1; tell "$say_refused ${log##*/} ($STATUS): $(why)" ;;
      *) tell "$say_kept: $1"; tell "$say_later: sh kit.sh --wipe-logs $1"; return 1 ;;
    esac
  done
}

# --- a drive that sanitized itself -----------------------------------------------------------------

# Take a whole drive that nothing uses; a plain file only for practice, when it is asked for.
take_drive() {
  DRIVE=$(readlink -f "$1") || fail "$say_no_drive: $1"
  NAME=${DRIVE##*/}
  if [ -f "$DRIVE" ] && [ "${REFURB_PRACTICE:-}" = yes ]; then
    SIZE=$(wc -c <"$DRIVE")
  else
    if [ ! -b "$DRIVE" ] || [ ! -d "/sys/block/$NAME" ]; then fail "$say_no_drive: $1"; fi
    SIZE=$(($(cat "/sys/block/$NAME/size") * 512))
  fi
  SIZE=$((SIZE))
  [ "$SIZE" -ge $((4 * END)) ] || fail "$say_no_drive: $1"
  in_use && fail "$say_in_use: $1"
  SERIAL=$(serial | quoted)
  [ -n "$SERIAL" ] || fail "$say_no_serial: $1"
}

in_use() {
  grep -Eq "^$DRIVE(p?[0-9]+)? " /proc/mounts /proc/swaps 2>/dev/null && return 0
  have lsblk && [ -n "$(lsblk -nro MOUNTPOINT "$DRIVE" 2>/dev/null | tr -d '\n')" ] && return 0
  for holder in "/sys/block/$NAME/holders"/* "/sys/block/$NAME/$NAME"*/holders/*; do
    [ -e "$holder" ] && return 0
  done
  return 1
}

serial() {
  if have smartctl; then
    smartctl -i -j "$DRIVE" >"$TMP/smart" 2>/dev/null
    value serial_number "$TMP/smart" >"$TMP/serial"
    [ -s "$TMP/serial" ] && { cat "$TMP/serial"; return; }
  fi
  cat "/sys/block/$NAME/device/serial" 2>/dev/null && return
  have lsblk && lsblk -dno SERIAL "$DRIVE" 2>/dev/null
}

# Ask the drive how its last sanitize command, or NVMe Format, ended: sets ANSWER (JSON), STALE (it
# was written to since), DID (the operation, where it says), TOOL.
ask_drive() {
  ANSWER=null STALE='' DID='' TOOL=''
  case $NAME in nvme*) ask_nvme ;; *) ask_ata ;; esac
}

ask_nvme() {
  have nvme || return 0
  TOOL="nvme-cli $(nvme version 2>/dev/null | sed -n 's/^nvme version \([0-9.]*\).*/\1/p')"
  case $OPERATION in
    format_*) ask_events ;;
    *) ask_sanitize_log ;;
  esac
  # Nobody said what was done, and it was no sanitize command: a Format, where the drive remembers one.
  if [ -z "$OPERATION" ] && { [ -z "$DID" ] || [ -n "$STALE" ]; }; then ask_events; fi
  return 0
}

ask_sanitize_log() {
  # SPROG, SSTAT, SCDW10: little-endian words at the start of the log page.
  nvme sanitize-log "$DRIVE" -b 2>/dev/null >"$TMP/log"
  # shellcheck disable=SC2046 # eight numbers, one argument each
  set -- $(od -An -v -tu1 -N8 "$TMP/log")
  [ $# -eq 8 ] || return 0
  ANSWER="{\"source\": \"nvme_sanitize_log\", \"sstat\": $(($3 + 256 * $4))}"
  case $(($5 & 7)) in 2) DID=block_erase ;; 3) DID=overwrite ;; 4) DID=crypto_erase ;; esac
  # Bit 8 of SSTAT, Global Data Erased: nothing was written since.
  case $(($3 & 7)) in 1 | 4) [ $(($4 & 1)) -eq 1 ] || STALE=yes ;; esac
}

# Format NVM leaves no log page of its own; a drive with a Persistent Event Log remembers it there.
ask_events() {
  last_format >"$TMP/format"
  read -r at completed nsid fna cdw10 status field <"$TMP/format" || return 0
  # Remembered before the samples were taken: an older Format, not this one.
  [ "$at" != "$(format_before)" ] || return 0
  case $(((cdw10 / 512) & 7)) in 1) DID=format_user_data ;; 2) DID=format_crypto_erase ;; *) return 0 ;; esac
  STALE=''
  ANSWER="{\"source\": \"nvme_event_log\", \"completed\": $completed, \"nsid\": $nsid, \"fna\": $fna, \"cdw10\": $cdw10, \"format_status\": $status, \"status_field\": $field, \"namespaces\": $(namespaces)}"
}

# The namespaces that a drive can have (Identify Controller, NN); 0 when it does not say.
namespaces() {
  nvme id-ctrl "$DRIVE" -b 2>/dev/null | od -An -v -tu1 -j516 -N4 2>/dev/null |
    awk 'NF == 4 { print $1 + 256 * ($2 + 256 * ($3 + 256 * $4)); found = 1 } END { if (!found) print 0 }'
}

events() { nvme persistent-event-log "$DRIVE" "$@" 2>/dev/null; }

# The last Format that an NVMe drive remembers: when (its own milliseconds), whether it ended,
# namespace, FNA, CDW10, status byte, status field. Nothing when it keeps no such log (NVMe base
# specification, Persistent Event Log), the log is another drive's, or it contradicts itself.
last_format() {
  have nvme || return 0
  events --action=2 --log_len=512 >/dev/null # a reading that was left open
  events --action=1 --log_len=512 -b >"$TMP/head"
  # shellcheck disable=SC2046 # four numbers, one argument each; a log of 4 GB is cut like any other
  set -- $(od -An -v -tu1 -j8 -N4 "$TMP/head" 2>/dev/null)
  [ $# -eq 4 ] || return 0
  length=$(($1 + 256 * ($2 + 256 * $3)))
  if [ "$4" -gt 0 ] || [ "$length" -gt "$EVENTS" ]; then length=$EVENTS; fi
  [ "$length" -gt 512 ] || return 0
  events --action=0 --log_len="$length" -b >"$TMP/events"
  events --action=2 --log_len=512 >/dev/null
  remembered=$(dd if="$TMP/events" bs=1 skip=56 count=20 2>/dev/null | quoted)
  [ "$remembered" = "$SERIAL" ] || return 0
  od -An -v -tu1 "$TMP/events" | awk '
    function word(at, bytes,   sum) { while (bytes) sum = sum * 256 + byte[at + --bytes]; return sum + 0 }
    { for (i = 1; i <= NF; i++) byte[size++] = $i }
    END {
      if (byte[0] != 13 || word(18, 2) + 20 != 512) exit
      at = 512
      for (left = word(4, 4); left > 0 && at + 24 <= size; left--) {
        head = byte[at + 2] + 3
        own = at + head + word(at + 20, 2) # past what the maker adds of its own
        after = at + head + word(at + 22, 2)
        if (head < 24 || own + 12 > after && (byte[at] == 7 || byte[at] == 8) || after > size) exit
        if (byte[at] == 7 || byte[at] == 8) {
          time = word(at + 6, 6)
          if (time > newest && seen) exit # not newest first: nobody can say which was last
          if (!seen++) { newest = time; ended = byte[at] == 8 ? own : 0 }
          if (byte[at] == 7 && !started) started = own
          if (byte[at] == 8 && own != ended && !started) exit # no start of the last one
        }
        at = after
      }
      if (!started) exit
      printf "%.0f %s %.0f %d %.0f %d %.0f\n", newest, ended ? "true" : "false", word(started, 4), byte[started + 4],
        word(started + 8, 4), ended ? byte[ended + 5] : 0, ended ? word(ended + 8, 4) : 0
    }'
}

# When the last Format was that the drive remembered as the samples were taken; - for none.
format_before() {
  [ -f "$(before_of)" ] && read -r _ _ remembered serial <"$(before_of)" && [ "$serial" = "$SERIAL" ] && tell "$remembered"
}

ask_ata() {
  have hdparm || return 0
  TOOL="hdparm $(hdparm -V 2>/dev/null | sed -n 's/^hdparm v*\([0-9.]*\).*/\1/p')"
  hdparm --sanitize-status "$DRIVE" >"$TMP/log" 2>&1
  # hdparm prints the bits of the count in words; a failed state as an error.
  count=0 aborted=false
  grep -q 'SD[0-4] ' "$TMP/log" || return 0
  grep -q 'Completed Without Error' "$TMP/log" && count=$((count | 32768))
  grep -q 'SD2 ' "$TMP/log" && count=$((count | 16384))
  grep -q 'SD1 ' "$TMP/log" && count=$((count | 8192))
  grep -q 'SD3 ' "$TMP/log" && count=0 aborted=true
  ANSWER="{\"source\": \"ata_sanitize_status\", \"count\": $count, \"aborted\": $aborted}"
}

hidden_area() {
  case $NAME in nvme*) ;; *)
    have hdparm && hdparm -N "$DRIVE" 2>/dev/null | grep -q 'HPA is enabled' && { tell true; return; } ;;
  esac
  tell null
}

# read_place OFFSET LENGTH: read it and print its digest; 1 when the drive gives an error.
read_place() {
  # shellcheck disable=SC2086 # DIRECT is empty or one word
  dd if="$DRIVE" bs="$BLOCK" skip="$(($1 / BLOCK))" count="$(($2 / BLOCK))" $DIRECT \
    >"$TMP/place" 2>/dev/null || return 1
  sha256sum <"$TMP/place"
}

# Say whether the place just read holds one repeated byte (even) or more (data).
kind_of_place() {
  # od folds lines that repeat into one star.
  od -An -tx1 "$TMP/place" | awk '
    { for (i = 1; i <= NF; i++) if ($i != "*") { if (first == "") first = $i; else if ($i != first) mixed = 1 } }
    mixed { exit } END { print mixed ? "data" : "even" }'
}

prepare_reading() {
  tell "$say_sampling"
  have blockdev && [ -b "$DRIVE" ] && blockdev --flushbufs "$DRIVE" 2>/dev/null
  BLOCK=4096
  [ $((SIZE % 4096)) -eq 0 ] || BLOCK=512
  # Past the cache of the system, which may still hold what was there before.
  DIRECT=iflag=direct
  dd if="$DRIVE" of=/dev/null bs=4096 count=1 iflag=direct 2>/dev/null || DIRECT=''
}

# Write the places of a drive: both ends, and one at random in each of the equal parts.
choose_places() {
  part=$((SIZE / PLACES / PLACE)) number=0
  tell "0 $END"
  tell "$((SIZE / BLOCK * BLOCK - END)) $END"
  od -An -v -w3 -tu1 -N"$((PLACES * 3))" /dev/urandom |
    while read -r one two three; do
      tell "$(((number * part + ((one * 256 + two) * 256 + three) % part) * PLACE)) $PLACE"
      number=$((number + 1))
    done
}

before_flash() {
  take_drive "$1"
  prepare_reading
  choose_places >"$TMP/places"
  while read -r offset length; do
    if digest=$(read_place "$offset" "$length"); then
      tell "$offset $length ${digest%% *} $(kind_of_place)"
    else
      tell "$offset $length unread none"
    fi
  done <"$TMP/places" >"$TMP/before"
  mkdir -p "$FOLDER" || exit 1
  case $NAME in nvme*) last_format >"$TMP/format" ;; *) : >"$TMP/format" ;; esac
  read -r remembered _ <"$TMP/format" || remembered=-
  { tell "$(now) $SIZE $remembered $SERIAL"; cat "$TMP/before"; } >"$(before_of)" || exit 1
  tell "$say_before_done: sh kit.sh --verify-flash $1"
}

before_of() { tell "$FOLDER/before-$(printf %s "$SERIAL" | plain)"; }

# Compare each place with what it held: sets READ_BACK to JSON, null when nothing can be said.
compare() {
  unreadable=0 old=0 held=0 began=$(now)
  sed 1d "$1" >"$TMP/places"
  while read -r offset length before kind_before; do
    [ "$kind_before" = data ] && held=$((held + 1))
    after=$(read_place "$offset" "$length") || { unreadable=$((unreadable + 1)); continue; }
    [ "$kind_before" = data ] && [ "${after%% *}" = "$before" ] && old=$((old + 1))
  done <"$TMP/places"
  # An empty drive looks the same before and after: that shows nothing.
  [ "$held" -eq 0 ] || read_back
}

# Without samples from before: a drive in which every place, and both ends with their tables of
# partitions, hold one repeated byte is empty. Where anything else stands, nothing can be said.
look() {
  unreadable=0 old=0 began=$(now)
  choose_places >"$TMP/places"
  while read -r offset length; do
    read_place "$offset" "$length" >/dev/null || { unreadable=$((unreadable + 1)); continue; }
    [ "$(kind_of_place)" = even ] || return 0
  done <"$TMP/places"
  read_back
}

read_back() {
  READ_BACK="{\"samples\": $PLACES, \"covers_ends\": true, \"unreadable\": $unreadable, \"old_data\": $old, \"started_at\": \"$began\"}"
}

verify_flash() {
  take_drive "$1"
  ask_drive
  operation=${OPERATION:-$DID}
  case $operation in
    block_erase | crypto_erase | overwrite | format_user_data | format_crypto_erase) ;;
    *) fail "$say_operation: --operation $OPERATIONS" ;;
  esac
  [ -z "$STALE" ] || fail "$say_stale"
  ended=$(now) started='' READ_BACK=null
  prepare_reading
  before=$(before_of)
  sleep 1 # so that reading begins after the end, in whole seconds
  if [ -f "$before" ] && read -r started size _ serial <"$before" && [ "$size" = "$SIZE" ] && [ "$serial" = "$SERIAL" ]; then
    compare "$before"
  else
    started=''
  fi
  [ "$READ_BACK" != null ] || look
  [ "$READ_BACK" = null ] && tell "$say_no_before"
  HERE=$FOLDER/$(date -u +%Y%m%d-%H%M%S)-$$
  mkdir -p "$HERE" || exit 1
  tell 'code=' >"$HERE/about"
  cat >"$HERE/wipe-$(printf %s "$SERIAL" | plain).json" <<JSON
{"format": "refurb-sanitize", "version": 1, "kit": "$KIT", "drives": [{
  "serial": "$SERIAL", "serial_after": "$SERIAL", "operation": "$operation", "tool": "$TOOL",
  "started_at": "${started:-$ended}", "ended_at": "$ended",
  "status": $ANSWER,
  "read_back": $READ_BACK,
  "hidden_area": $(hidden_area)}]}
JSON
  send "$HERE"
}

# --- what is asked ---------------------------------------------------------------------------------

REFUSED=0 DONATION='' CODE='' OPERATION='' ACT=read_machine ON=''
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --donation | --code | --operation | --send | --wipe-logs | --before-flash | --verify-flash)
      [ $# -ge 2 ] || { usage >&2; exit 2; } ;;
    *) usage >&2; exit 2 ;;
  esac
  case $1 in
    --donation) DONATION=$(printf %s "$2" | plain) ;;
    --code) CODE=$(printf %s "$2" | plain) ;;
    --operation) OPERATION=$2 ;;
    --send) ACT=send ON=$2 ;;
    --wipe-logs) ACT=send_logs ON=$2 ;;
    --before-flash) ACT=before_flash ON=$2 ;;
    --verify-flash) ACT=verify_flash ON=$2 ;;
  esac
  shift 2
done
have curl || have wget || fail "$say_no_client"
if [ "$ACT" != before_flash ]; then
  REFURB_TOKEN=$(printf %s "${REFURB_TOKEN:-}" | tr -cd 'A-Za-z0-9_-')
  [ -n "$REFURB_TOKEN" ] || fail "$say_no_token: export REFURB_TOKEN=refurb_…"
fi
"$ACT" ${ON:+"$ON"} && exit "$REFUSED"
