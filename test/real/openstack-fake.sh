#!/usr/bin/env bash
# A real OpenStack (keystone, placement, glance, neutron, nova, cinder; Debian 12 has Zed) whose hypervisors are Nova's fake driver: the
# services are as they are, only nothing runs on the servers, and nothing is on the volumes. No systemd; everything listens on 127.0.0.1; runs as root.
#
#   openstack-fake.sh start           the first time 80 to 120 s, later half of that; all answer when it returns
#   openstack-fake.sh stop            ends what it started, by pid; what was stored stays for the next start
#   openstack-fake.sh status          one line for each process; fails when one is missing
#   openstack-fake.sh wipe            stop, and forget everything
#   openstack-fake.sh kill-host H     nova-compute of H dies as with its server; Nova notices after DOWN_TIME
#   openstack-fake.sh stop-host H     nova-compute of H ends in good order
#   openstack-fake.sh start-host H    it comes back; the fake driver has forgotten what ran there
#   openstack-fake.sh packages        the Debian packages it needs
#
# RIG       folder of all its files (default: openstack-fake below TMPDIR)
# HOSTS     the nova-computes (default: compute1 compute2 compute3)
# DOWN_TIME seconds without a heartbeat after which a nova-compute is down (default 15; it beats every 5)
# `admin`, password `secret`, project `admin`; region RegionOne; image and flavor `tiny`; servers want `networks: none`.
set -u
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY all_proxy ALL_PROXY PYTHONPATH PYTHONHOME VIRTUAL_ENV
RIG=${RIG:-${TMPDIR:-/tmp}/openstack-fake}
HOSTS=${HOSTS:-compute1 compute2 compute3}
PACKAGES="python3-nova python3-keystone python3-placement python3-glance python3-neutron python3-cinder python3-openstacksdk
 rabbitmq-server mariadb-server mariadb-client uwsgi-core uwsgi-plugin-python3 procps"
PASSWORD=secret
KEYSTONE=5000 NOVA=8774 PLACEMENT=8778 GLANCE=9292 NEUTRON=9696 CINDER=8776 DATABASE=13306 QUEUE=5673 QUEUE_DISTRIBUTION=25673 EPMD=14369
RUN=$RIG/run LOG=$RIG/log ETC=$RIG/etc
SQL=mysql+pymysql://rig:$PASSWORD@127.0.0.1:$DATABASE
AUTH_URL=http://127.0.0.1:$KEYSTONE/v3

. "$(dirname "$0")/openstack-fake-configuration.sh"

say() { echo "[$(date +%T)] $*"; }
fail() { say "$*" >&2; exit 1; }

# --- processes ---------------------------------------------------------------------------------------------------------------

# A pid is used again some day: with the time of its start it names one process only.
start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
pid_of() { cut -d' ' -f1 "$RUN/$1.pid" 2>/dev/null; }
alive() {
  local pid begun
  read -r pid begun 2>/dev/null <"$RUN/$1.pid" || return 1
  [ -n "$begun" ] && [ "$(start_time "$pid")" = "$begun" ]
}
spawn() { # NAME COMMAND...; each is the leader of a process group of its own
  local name=$1 pid
  shift
  alive "$name" && return 0
  setsid "$@" >>"$LOG/$name.out" 2>&1 </dev/null 9>&- &
  pid=$!
  echo "$pid $(start_time $pid)" >"$RUN/$name.pid"
}
end() { # NAME SECONDS; by force after that time
  local name=$1 pid
  if alive "$name"; then
    pid=$(pid_of "$name")
    kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null
    for _ in $(seq 1 $(($2 * 10))); do alive "$name" || break; sleep 0.1; done
    kill -KILL -- "-$pid" 2>/dev/null
  fi
  rm -f "$RUN/$name.pid"
}
until_open() { # NAME PORT
  for _ in $(seq 1 900); do
    (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null && return 0
    alive "$1" || break
    sleep 0.2
  done
  tail -n 20 "$LOG/$1.out" >&2
  fail "$1 does not open port $2; see $LOG"
}
needs_port() { # NAME PORT
  alive "$1" && return 0
  (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null && fail "port $2, which is for $1, is taken"
  return 0
}
python_main() { # NAME MODULE ARGUMENTS...; as its console script would
  /usr/bin/python3 -c "import sys; sys.argv[0] = '$1'; from $2 import main; sys.exit(main())" "${@:3}"
}
spawn_python() { # NAME PROGRAM MODULE ARGUMENTS...
  local name=$1 program=$2 module=$3
  shift 3
  spawn "$name" /usr/bin/python3 -c "import sys; sys.argv[0] = '$program'; from $module import main; sys.exit(main())" "$@"
}
spawn_wsgi() { # NAME PORT FILE VARIABLE=VALUE
  spawn "$1" env "$4" uwsgi --plugin python3 --http-socket "127.0.0.1:$2" --wsgi-file "$3" --master --processes 1 --threads 4 \
    --enable-threads --lazy-apps --die-on-term --buffer-size 65535 --need-app --add-header 'Connection: close'
}

# --- parts -------------------------------------------------------------------------------------------------------------------

query() { mariadb --no-defaults -N -uroot -S "$RUN/mariadb.sock" -e "$1"; }
start_database() {
  [ -d "$RIG/mysql/mysql" ] || mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$RIG/mysql" \
    --auth-root-authentication-method=normal >"$LOG/mariadb-install.out" 2>&1 || fail "see $LOG/mariadb-install.out"
  spawn mariadb mariadbd --no-defaults --user="$(id -un)" --datadir="$RIG/mysql" --socket="$RUN/mariadb.sock" \
    --pid-file="$RUN/mariadb.own" --bind-address=127.0.0.1 --port=$DATABASE --skip-name-resolve --skip-log-bin \
    --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=256M --max-connections=500 --character-set-server=utf8mb3
  until_open mariadb $DATABASE
  local create="CREATE USER IF NOT EXISTS rig@'127.0.0.1' IDENTIFIED BY '$PASSWORD'; GRANT ALL ON *.* TO rig@'127.0.0.1';"
  for name in keystone placement glance neutron cinder nova nova_api nova_cell0; do
    create="$create CREATE DATABASE IF NOT EXISTS $name;"
  done
  query "$create" || fail 'the databases cannot be created'
}
# Erlang would start an epmd of its own, for all to reach and for ever.
start_queue() {
  spawn epmd epmd -port $EPMD -address 127.0.0.1
  until_open epmd $EPMD
  spawn rabbitmq env HOME="$RIG/rabbitmq" RABBITMQ_NODENAME=rig@localhost RABBITMQ_CONFIG_FILE="$ETC/rabbitmq.conf" \
    RABBITMQ_ENABLED_PLUGINS_FILE="$ETC/rabbitmq.plugins" RABBITMQ_MNESIA_BASE="$RIG/rabbitmq/mnesia" \
    RABBITMQ_LOG_BASE="$LOG" RABBITMQ_PID_FILE="$RUN/rabbitmq.own" RABBITMQ_DIST_PORT=$QUEUE_DISTRIBUTION \
    ERL_EPMD_PORT=$EPMD ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +S 2:2 -start_epmd false -erl_epmd_port $QUEUE_DISTRIBUTION" \
    /usr/lib/rabbitmq/bin/rabbitmq-server
}
keystone_schema() {
  local manage="keystone-manage --config-file $ETC/keystone.conf" owner="--keystone-user $(id -un) --keystone-group $(id -gn)"
  $manage db_sync && $manage fernet_setup $owner && $manage credential_setup $owner &&
    $manage bootstrap --bootstrap-password $PASSWORD --bootstrap-region-id RegionOne \
      --bootstrap-admin-url $AUTH_URL/ --bootstrap-internal-url $AUTH_URL/ --bootstrap-public-url $AUTH_URL/
}
nova_schema() {
  local manage="python_main nova-manage nova.cmd.manage --config-file $ETC/nova.conf"
  $manage api_db sync && $manage cell_v2 map_cell0 --database_connection $SQL/nova_cell0 &&
    { $manage cell_v2 list_cells | grep -q cell1 || $manage cell_v2 create_cell --name=cell1; } && $manage db sync
}
create_schemas() {
  local jobs=() job bad=0
  keystone_schema >"$LOG/keystone-schema.out" 2>&1 & jobs+=($!)
  placement-manage --config-file "$ETC/placement.conf" db sync >"$LOG/placement-schema.out" 2>&1 & jobs+=($!)
  python_main glance-manage glance.cmd.manage --config-file "$ETC/glance.conf" db_sync >"$LOG/glance-schema.out" 2>&1 & jobs+=($!)
  nova_schema >"$LOG/nova-schema.out" 2>&1 & jobs+=($!)
  python_main neutron-db-manage neutron.db.migration.cli --config-file "$ETC/neutron.conf" upgrade heads \
    >"$LOG/neutron-schema.out" 2>&1 & jobs+=($!)
  python_main cinder-manage cinder.cmd.manage --config-file "$ETC/cinder.conf" db sync >"$LOG/cinder-schema.out" 2>&1 & jobs+=($!)
  for job in "${jobs[@]}"; do wait "$job" || bad=1; done
  [ $bad = 0 ] || fail "a database schema cannot be created; see $LOG/*-schema.out"
}
start_host() {
  mkdir -p "$RIG/state/$1"
  printf '[DEFAULT]\nhost = %s\nstate_path = %s\nlog_file = compute-%s.log\n' "$1" "$RIG/state/$1" "$1" >"$ETC/$1.conf"
  spawn_python "compute-$1" nova-compute nova.cmd.compute --config-file "$ETC/nova.conf" --config-file "$ETC/$1.conf"
}
# What the services offer to, from the catalogue to the image: idempotent.
seed() {
  AUTH_URL=$AUTH_URL PASSWORD=$PASSWORD STAGE=$1 /usr/bin/python3 - <<P
import os, openstack
cloud = openstack.connect(auth_url=os.environ['AUTH_URL'], username='admin', password=os.environ['PASSWORD'], project_name='admin',
                          user_domain_id='default', project_domain_id='default', region_name='RegionOne')
def catalogue(i):
    project = i.find_project('service') or i.create_project(name='service', domain_id='default')
    user = i.find_user('svc') or i.create_user(name='svc', password=os.environ['PASSWORD'], domain_id='default')
    for name in ('admin', 'service'):
        i.assign_project_role_to_user(project, user, i.find_role(name) or i.create_role(name=name))
    for kind, name, path in (('placement', 'placement', '$PLACEMENT'), ('image', 'glance', '$GLANCE'),
                             ('compute', 'nova', '$NOVA/v2.1'), ('network', 'neutron', '$NEUTRON'),
                             ('volumev3', 'cinder', '$CINDER/v3/%(project_id)s')):
        if i.find_service(name): continue
        service = i.create_service(name=name, type=kind)
        for interface in ('public', 'internal', 'admin'):
            i.create_endpoint(service_id=service.id, interface=interface, region_id='RegionOne', url='http://127.0.0.1:' + path)
def offers():
    list(cloud.network.networks())  # the first query of neutron completes its object model; without it nova's first would fail
    if not cloud.compute.find_flavor('tiny'): cloud.compute.create_flavor(name='tiny', ram=64, vcpus=1, disk=1)
    if not cloud.image.find_image('tiny'):
        cloud.image.create_image(name='tiny', data=bytes(1024), disk_format='raw', container_format='bare', visibility='public')
catalogue(cloud.identity) if os.environ['STAGE'] == 'catalogue' else offers()
P
}
until_hosts_beat() {
  local wanted beating
  wanted=$(echo $HOSTS | wc -w)
  for _ in $(seq 1 180); do
    beating=$(query "SELECT count(*) FROM nova_api.host_mappings h JOIN nova.services s ON s.host = h.host
      WHERE s.topic = 'compute' AND s.deleted = 0 AND s.last_seen_up > utc_timestamp() - interval 7 second" 2>/dev/null)
    [ "${beating:-0}" -ge "$wanted" ] && return 0
    sleep 1
  done
  fail "only ${beating:-0} of $wanted nova-computes beat; see $LOG/compute-*.log"
}

# --- commands ----------------------------------------------------------------------------------------------------------------

start() {
  local began=$SECONDS
  dpkg -s $PACKAGES >/dev/null 2>&1 || fail "Debian packages are missing: apt-get install --no-install-recommends $(echo $PACKAGES)"
  needs_port mariadb $DATABASE; needs_port epmd $EPMD; needs_port rabbitmq $QUEUE; needs_port keystone $KEYSTONE; needs_port placement $PLACEMENT
  needs_port glance $GLANCE; needs_port neutron $NEUTRON; needs_port nova-api $NOVA; needs_port cinder-api $CINDER
  mkdir -p "$RIG"/{mysql,rabbitmq,fernet,credential,images,images-staging,images-tasks}
  chmod 700 "$RIG/fernet" "$RIG/credential"
  configure
  start_queue
  start_database
  if [ ! -f "$RIG/schemas-created" ]; then
    create_schemas
    touch "$RIG/schemas-created"
    say "schemas after $((SECONDS - began)) s"
  fi
  spawn_wsgi keystone $KEYSTONE /usr/bin/keystone-wsgi-public "OS_KEYSTONE_CONFIG_FILES=$ETC/keystone.conf"
  spawn_wsgi placement $PLACEMENT /usr/bin/placement-api "OS_PLACEMENT_CONFIG_DIR=$ETC"
  until_open keystone $KEYSTONE
  until_open rabbitmq $QUEUE
  seed catalogue >"$LOG/catalogue.out" 2>&1 || fail "the catalogue cannot be made; see $LOG/catalogue.out"
  spawn_python glance glance-api glance.cmd.api --config-file "$ETC/glance.conf"
  spawn_python nova-conductor nova-conductor nova.cmd.conductor --config-file "$ETC/nova.conf" --log-file nova-conductor.log
  spawn_python nova-scheduler nova-scheduler nova.cmd.scheduler --config-file "$ETC/nova.conf" --log-file nova-scheduler.log
  spawn_python nova-api nova-api nova.cmd.api --config-file "$ETC/nova.conf" --log-file nova-api.log
  spawn_python neutron neutron-server neutron.cmd.eventlet.server --config-file "$ETC/neutron.conf"
  for part in api scheduler volume; do
    spawn_python "cinder-$part" "cinder-$part" "cinder.cmd.$part" --config-file "$ETC/cinder.conf" --log-file "cinder-$part.log"
  done
  for host in $HOSTS; do start_host "$host"; done
  until_open placement $PLACEMENT; until_open glance $GLANCE; until_open neutron $NEUTRON; until_open nova-api $NOVA; until_open cinder-api $CINDER
  seed offers >"$LOG/offers.out" 2>&1 || fail "image and flavor cannot be made; see $LOG/offers.out"
  until_hosts_beat
  say "ready after $((SECONDS - began)) s"
}
stop() {
  local file name
  for file in "$RUN"/compute-*.pid; do
    [ -e "$file" ] && end "$(basename "$file" .pid)" 5 &
  done
  wait
  for name in cinder-api cinder-scheduler cinder-volume nova-api nova-scheduler nova-conductor glance neutron placement keystone; do end $name 5 & done
  wait
  end rabbitmq 20 & end mariadb 20 &
  wait
  end epmd 5
}
status() {
  local name bad=0 pages
  for name in mariadb epmd rabbitmq keystone placement glance neutron nova-conductor nova-scheduler nova-api cinder-api cinder-scheduler cinder-volume $(printf 'compute-%s ' $HOSTS); do
    if alive "$name"; then
      pages=$(ps -o rss= -g "$(pid_of "$name")" | awk '{ sum += $1 } END { print int(sum / 1024) }')
      echo "$name: pid $(pid_of "$name"), $pages MB"
    else
      echo "$name: down"
      bad=1
    fi
  done
  return $bad
}
kill_host() {
  alive "compute-$1" || fail "nova-compute of $1 does not run"
  kill -KILL -- "-$(pid_of "compute-$1")"
  rm -f "$RUN/compute-$1.pid"
}

mkdir -p "$RUN" "$LOG" "$ETC" "$RIG/state"
[ "${1:-}" = status ] || { exec 9>"$RIG/lock"; flock -w 600 9 || fail "another $0 is at work in $RIG"; }
case "${1:-} $#" in
  'start 1')
    trap '[ $? = 0 ] || stop' EXIT
    start
    ;;
  'stop 1') stop ;;
  'status 1') status ;;
  'wipe 1') stop && rm -rf "$RIG" ;;
  'kill-host 2') kill_host "$2" ;;
  'stop-host 2') end "compute-$2" 10 ;;
  'start-host 2') start_host "$2" ;;
  'packages 1') echo $PACKAGES ;;
  *) sed -n '5,12p' "$0" | cut -c3- >&2; exit 2 ;;
esac
