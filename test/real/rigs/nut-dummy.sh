#!/bin/bash
# Network UPS Tools as they are, on loopback, without systemd: upsd with one dummy-ups driver for each UPS.
#
#   nut-dummy.sh start | stop                         the whole rig
#   nut-dummy.sh set VARIABLE VALUE | get [VARIABLE]  a variable of the UPS
#   nut-dummy.sh mains on | off                       ups.status becomes OL, or OB DISCHRG
#   nut-dummy.sh drain FROM TO STEP SECONDS           battery.charge falls by STEP every SECONDS, LB from battery.charge.low
#   nut-dummy.sh freeze | thaw                        stops the driver without ending it (upsd calls its data stale)
#   nut-dummy.sh start-upsd | stop-upsd               upsd alone; the drivers go on
#
# NUT_RIG     folder for configuration, state and logs (required; one rig per folder)
# NUT_PORT    port of upsd, 34930 by default
# NUT_UPSES   names of the UPSes, "ups1" by default
# NUT_UPS     the UPS that set, get, mains, drain, freeze and thaw are about, the first one by default
# NUT_MAXAGE  seconds after which upsd calls the data of a silent driver stale, 5 by default
# NUT_CERT    certificate of upsd, PEM, with its key in NUT_KEY; without one upsd has no TLS. Made for a upsd with NSS, as Debian's
set -u
export PATH=/usr/sbin:/usr/bin:/sbin:/bin

fail() { echo "nut-dummy: $*" >&2; exit 1; }

rig=${NUT_RIG:-}
[ -n "$rig" ] || fail "NUT_RIG is not set; give the folder of the rig"
port=${NUT_PORT:-34930}
upses=${NUT_UPSES:-ups1}
ups=${NUT_UPS:-${upses%% *}}
certificate=${NUT_CERT:-}
export NUT_CONFPATH=$rig/etc NUT_STATEPATH=$rig/state NUT_ALTPIDPATH=$rig/state NUT_QUIET_INIT_SSL=1

# Finds a program of NUT: distributions keep the drivers, and Debian upsd too, outside PATH.
program() {
  local folder
  for folder in /lib/nut /usr/lib/nut /usr/libexec/nut /usr/sbin /usr/bin; do
    [ -x "$folder/$1" ] && { echo "$folder/$1"; return 0; }
  done
  return 1
}

need_tools() {
  local tool missing=
  for tool in upsd dummy-ups upsc upsrw; do program "$tool" >/dev/null || missing="$missing $tool"; done
  [ -z "$missing" ] || fail "Network UPS Tools are not complete, missing:$missing (Debian: apt-get install nut-server nut-client)"
  [ -z "$certificate" ] || program pk12util >/dev/null || fail "pk12util is missing (Debian: apt-get install libnss3-tools)"
}

# The certificate and its key, in a database of NSS.
write_certificates() {
  local database=$rig/etc/certificates password=$rig/etc/certificates.password
  mkdir -p "$database"
  chmod 700 "$database"
  echo databasepw >"$password"
  openssl pkcs12 -export -name upsd -in "$certificate" -inkey "$NUT_KEY" -out "$rig/etc/upsd.p12" -passout "file:$password" &&
    certutil -N -d "sql:$database" -f "$password" &&
    pk12util -i "$rig/etc/upsd.p12" -d "sql:$database" -k "$password" -w "$password" >/dev/null ||
    fail 'the database of certificates cannot be made'
  printf 'CERTPATH %s\nCERTIDENT upsd databasepw\nDISABLE_WEAK_SSL true\n' "$database" >>"$rig/etc/upsd.conf"
}

write_configuration() {
  local name
  mkdir -p "$rig/etc" "$rig/state"
  chmod 700 "$rig/etc" "$rig/state"
  echo 'MODE=netserver' >"$rig/etc/nut.conf"
  printf 'LISTEN 127.0.0.1 %s\nMAXAGE %s\n' "$port" "${NUT_MAXAGE:-5}" >"$rig/etc/upsd.conf"
  printf '[admin]\n password = adminpw\n actions = SET FSD\n instcmds = ALL\n' >"$rig/etc/upsd.users"
  printf 'maxretry = 1\npollinterval = 1\n' >"$rig/etc/ups.conf"
  for name in $upses; do
    printf '[%s]\n driver = dummy-ups\n port = %s\n mode = dummy-once\n' "$name" "$rig/etc/$name.dev" >>"$rig/etc/ups.conf"
    cat >"$rig/etc/$name.dev" <<C
device.mfr: Dummy
device.model: Dummy 3000
ups.status: OL
ups.load: 25
ambient.temperature: 22.0
battery.charge: 100
battery.charge.low: 20
battery.runtime: 1800
battery.runtime.low: 180
input.voltage: 230.1
outlet.1.switchable: yes
outlet.1.status: on
outlet.2.switchable: no
outlet.2.status: on
C
  done
}

pid_of() { cat "$rig/$1.rigpid" 2>/dev/null; }
runs() { local pid; pid=$(pid_of "$1") && kill -0 "$pid" 2>/dev/null; }

# Waits up to SECONDS until the command succeeds.
await() {
  local tries=$(($1 * 10)); shift
  while ! "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.1
  done
}

# Starts a program of its own session, so that it outlives this script, and keeps its process id.
launch() {
  local name=$1; shift
  runs "$name" && return
  setsid "$@" >>"$rig/$name.log" 2>&1 </dev/null &
  echo $! >"$rig/$name.rigpid"
}

end() {
  local pid
  pid=$(pid_of "$1") || return 0
  kill -TERM "$pid" 2>/dev/null
  kill -CONT "$pid" 2>/dev/null
  await 5 not_running "$pid" || kill -KILL "$pid" 2>/dev/null
  rm -f "$rig/$1.rigpid"
}
not_running() { ! kill -0 "$1" 2>/dev/null; }

read_variable() { "$(program upsc)" "$1@127.0.0.1:$port" ${2:+"$2"} 2>/dev/null; }
has_value() { [ -n "$(read_variable "$1" battery.charge)" ]; }

# Accepted by upsd is not yet told by the driver: waits until the new value is read. (upsrw -w takes a second for it.)
write_variable() {
  local answer
  answer=$("$(program upsrw)" -s "$1=$2" -u admin -p adminpw "$ups@127.0.0.1:$port" 2>&1) || fail "cannot set $1 of $ups: $answer"
  await 5 is_read "$1" "$2" || fail "$1 of $ups is set but still \"$(read_variable "$ups" "$1")\""
}
is_read() { [ "$(read_variable "$ups" "$1")" = "$2" ]; }

start_upsd() {
  local name
  launch upsd "$(program upsd)" -F -u "$(id -un)"
  for name in $upses; do
    await 10 has_value "$name" || fail "upsd does not serve $name: $(tail -n 5 "$rig/upsd.log" "$rig/$name.log")"
  done
}

start() {
  local name
  need_tools
  write_configuration
  [ -z "$certificate" ] || write_certificates
  for name in $upses; do
    launch "$name" "$(program dummy-ups)" -F -a "$name" -u "$(id -un)"
    await 10 test -S "$rig/state/dummy-ups-$name" || fail "the driver of $name does not start: $(tail -n 5 "$rig/$name.log")"
  done
  start_upsd
}

stop() {
  local name
  end upsd
  for name in $upses; do
    end "$name"
    rm -f "$rig/state/dummy-ups-$name"
  done
}

drain() {
  local charge=$1 low
  low=$(read_variable "$ups" battery.charge.low)
  while [ "$charge" -ge "$2" ]; do
    write_variable battery.charge "$charge"
    write_variable battery.runtime $((charge * 18 / 2))
    [ "$charge" -gt "${low:-20}" ] || write_variable ups.status 'OB DISCHRG LB'
    charge=$((charge - $3))
    sleep "$4"
  done
}

case "${1:-} $#" in
  'start 1') start ;;
  'stop 1') stop ;;
  'set 3') write_variable "$2" "$3" ;;
  'get 1') read_variable "$ups" ;;
  'get 2') read_variable "$ups" "$2" ;;
  'mains 2')
    case $2 in
      on) write_variable ups.status OL ;;
      off) write_variable ups.status 'OB DISCHRG' ;;
      *) fail 'mains on | off' ;;
    esac
    ;;
  'drain 5') drain "$2" "$3" "$4" "$5" ;;
  'freeze 1') kill -STOP "$(pid_of "$ups")" ;;
  'thaw 1') kill -CONT "$(pid_of "$ups")" ;;
  'start-upsd 1') start_upsd ;;
  'stop-upsd 1') end upsd ;;
  *)
    sed -n '2,/^set/{/^#/p}' "$0" >&2
    exit 2
    ;;
esac
