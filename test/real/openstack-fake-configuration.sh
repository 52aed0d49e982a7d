# Configuration files of the services of openstack-fake.sh, which reads this file; every variable is set there.
# shellcheck shell=bash disable=SC2154

credentials() {
  echo "auth_url = $AUTH_URL
auth_type = password
username = svc
password = $PASSWORD
project_name = service
user_domain_id = default
project_domain_id = default
region_name = RegionOne"
}
# A token that was revoked is refused after seconds, not minutes.
token_check() {
  echo "[keystone_authtoken]
www_authenticate_uri = $AUTH_URL
token_cache_time = 5
$(credentials)"
}
logging() {
  echo "[DEFAULT]
log_dir = $LOG
log_file = $1.log"
}
paste_filters() {
  echo "[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
$1"
}
configure() {
  cat >"$ETC/keystone.conf" <<C
$(logging keystone)
[database]
connection = $SQL/keystone
[fernet_tokens]
key_repository = $RIG/fernet
[credential]
key_repository = $RIG/credential
[token]
provider = fernet
expiration = 86400
C
  cat >"$ETC/placement.conf" <<C
$(logging placement)
[placement_database]
connection = $SQL/placement
[api]
auth_strategy = keystone
$(token_check)
C
  configure_glance
  configure_neutron
  configure_nova
  configure_cinder
  printf 'listeners.tcp.1 = 127.0.0.1:%s\nvm_memory_high_watermark.absolute = 512MB\ndisk_free_limit.absolute = 50MB\n' \
    $QUEUE >"$ETC/rabbitmq.conf"
  echo '[].' >"$ETC/rabbitmq.plugins"
}
configure_glance() {
  cat >"$ETC/glance-paste.ini" <<C
[pipeline:glance-api-keystone]
pipeline = versionnegotiation authtoken context rootapp
[composite:rootapp]
paste.composite_factory = glance.api:root_app_factory
/: apiversions
/v2: apiv2app
[app:apiversions]
paste.app_factory = glance.api.versions:create_resource
[app:apiv2app]
paste.app_factory = glance.api.v2.router:API.factory
[filter:versionnegotiation]
paste.filter_factory = glance.api.middleware.version_negotiation:VersionNegotiationFilter.factory
[filter:context]
paste.filter_factory = glance.api.middleware.context:ContextMiddleware.factory
$(paste_filters 'delay_auth_decision = true')
C
  cat >"$ETC/glance.conf" <<C
$(logging glance)
bind_host = 127.0.0.1
bind_port = $GLANCE
workers = 0
enabled_backends = f:file
enabled_import_methods = []
[database]
connection = $SQL/glance
[glance_store]
default_backend = f
[f]
filesystem_store_datadir = $RIG/images
[os_glance_staging_store]
filesystem_store_datadir = $RIG/images-staging
[os_glance_tasks_store]
filesystem_store_datadir = $RIG/images-tasks
[paste_deploy]
flavor = keystone
config_file = $ETC/glance-paste.ini
[oslo_concurrency]
lock_path = $RIG/state
$(token_check)
C
}
configure_neutron() {
  cat >"$ETC/neutron-paste.ini" <<C
[composite:neutron]
use = egg:Paste#urlmap
/: versions
/v2.0: api
[pipeline:versions]
pipeline = versionsapp
[pipeline:api]
pipeline = request_id catch_errors authtoken keystonecontext extensions apiapp
[filter:request_id]
paste.filter_factory = oslo_middleware:RequestId.factory
[filter:catch_errors]
paste.filter_factory = oslo_middleware:CatchErrors.factory
[filter:keystonecontext]
paste.filter_factory = neutron.auth:NeutronKeystoneContext.factory
[filter:extensions]
paste.filter_factory = neutron.api.extensions:plugin_aware_extension_middleware_factory
[app:versionsapp]
paste.app_factory = neutron.pecan_wsgi.app:versions_factory
[app:apiapp]
paste.app_factory = neutron.api.v2.router:APIRouter.factory
$(paste_filters '')
C
  cat >"$ETC/neutron.conf" <<C
$(logging neutron)
bind_host = 127.0.0.1
bind_port = $NEUTRON
api_workers = 0
rpc_workers = 0
rpc_state_report_workers = 0
core_plugin = ml2
service_plugins = router,port_forwarding
auth_strategy = keystone
transport_url = rabbit://guest:guest@127.0.0.1:$QUEUE/
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = false
api_paste_config = $ETC/neutron-paste.ini
state_path = $RIG/state
[database]
connection = $SQL/neutron
[ml2]
type_drivers = local
tenant_network_types = local
mechanism_drivers = logger
[oslo_concurrency]
lock_path = $RIG/state
$(token_check)
C
}
configure_nova() {
  cat >"$ETC/nova-paste.ini" <<C
[composite:osapi_compute]
use = call:nova.api.openstack.urlmap:urlmap_factory
/: versions
/v2.1: version
/v2.1/+: api
[composite:api]
use = call:nova.api.auth:pipeline_factory_v21
keystone = compute_req_id faultwrap request_log sizelimit authtoken keystonecontext apiapp
[pipeline:versions]
pipeline = faultwrap versionsapp
[pipeline:version]
pipeline = compute_req_id faultwrap versionapp
[filter:request_log]
paste.filter_factory = nova.api.openstack.requestlog:RequestLog.factory
[filter:compute_req_id]
paste.filter_factory = nova.api.compute_req_id:ComputeReqIdMiddleware.factory
[filter:faultwrap]
paste.filter_factory = nova.api.openstack:FaultWrapper.factory
[filter:sizelimit]
paste.filter_factory = oslo_middleware:RequestBodySizeLimiter.factory
[filter:keystonecontext]
paste.filter_factory = nova.api.auth:NovaKeystoneContext.factory
[app:apiapp]
paste.app_factory = nova.api.openstack.compute:APIRouterV21.factory
[app:versionsapp]
paste.app_factory = nova.api.openstack.compute.versions:Versions.factory
[app:versionapp]
paste.app_factory = nova.api.openstack.compute.versions:VersionsV2.factory
$(paste_filters '')
C
  cat >"$ETC/nova.conf" <<C
[DEFAULT]
log_dir = $LOG
my_ip = 127.0.0.1
state_path = $RIG/state
transport_url = rabbit://guest:guest@127.0.0.1:$QUEUE/
enabled_apis = osapi_compute
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = $NOVA
osapi_compute_workers = 1
compute_driver = fake.FakeLiveMigrateDriver
service_down_time = ${DOWN_TIME:-15}
report_interval = 5
sync_power_state_interval = -1
heal_instance_info_cache_interval = -1
running_deleted_instance_action = noop
reserved_host_memory_mb = 0
cpu_allocation_ratio = 16
[api]
auth_strategy = keystone
[api_database]
connection = $SQL/nova_api
[database]
connection = $SQL/nova
$(token_check)
[placement]
$(credentials)
[neutron]
$(credentials)
[service_user]
send_service_user_token = true
$(credentials)
[glance]
api_servers = http://127.0.0.1:$GLANCE
[cinder]
$(credentials)
os_region_name = RegionOne
[wsgi]
api_paste_config = $ETC/nova-paste.ini
[vnc]
enabled = false
[conductor]
workers = 1
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 5
[oslo_concurrency]
lock_path = $RIG/state
C
}
# A volume is a line in the database: the driver of Cinder's own tests writes down what it would do.
configure_cinder() {
  cat >"$ETC/cinder-paste.ini" <<C
[composite:osapi_volume]
use = call:cinder.api:root_app_factory
/: versions
/v3: api
[composite:api]
use = call:cinder.api.middleware.auth:pipeline_factory
keystone = request_id faultwrap sizelimit authtoken keystonecontext apiapp
[pipeline:versions]
pipeline = faultwrap versionsapp
[filter:request_id]
paste.filter_factory = oslo_middleware.request_id:RequestId.factory
[filter:faultwrap]
paste.filter_factory = cinder.api.middleware.fault:FaultWrapper.factory
[filter:sizelimit]
paste.filter_factory = oslo_middleware.sizelimit:RequestBodySizeLimiter.factory
[filter:keystonecontext]
paste.filter_factory = cinder.api.middleware.auth:CinderKeystoneContext.factory
[app:apiapp]
paste.app_factory = cinder.api.v3.router:APIRouter.factory
[app:versionsapp]
paste.app_factory = cinder.api.versions:Versions.factory
$(paste_filters '')
C
  cat >"$ETC/cinder.conf" <<C
[DEFAULT]
log_dir = $LOG
my_ip = 127.0.0.1
host = rig
state_path = $RIG/state
transport_url = rabbit://guest:guest@127.0.0.1:$QUEUE/
auth_strategy = keystone
osapi_volume_listen = 127.0.0.1
osapi_volume_listen_port = $CINDER
osapi_volume_workers = 1
api_paste_config = $ETC/cinder-paste.ini
enabled_backends = fake
[fake]
volume_driver = cinder.tests.fake_driver.FakeLoggingVolumeDriver
volume_backend_name = fake
[database]
connection = $SQL/cinder
$(token_check)
[nova]
$(credentials)
[service_user]
send_service_user_token = true
$(credentials)
[oslo_concurrency]
lock_path = $RIG/state
C
}
