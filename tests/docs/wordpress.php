<?php
// As much of WordPress as docs/gate/vigie-gate.php asks for, over real HTTP: php wordpress.php URL TOKEN NAME PATH

define( 'ABSPATH', __DIR__ );
define( 'VIGIE_GATE_URL', $argv[1] );
define( 'VIGIE_GATE_TOKEN', $argv[2] );

class WP_Error {}

$filters = array();

function add_filter( $name, $function ) {
	global $filters;
	$filters[ $name ][] = $function;
}

function is_wp_error( $thing ) {
	return $thing instanceof WP_Error;
}

function wp_remote_get( $url, $arguments ) {
	$lines = array();
	foreach ( $arguments['headers'] as $name => $value ) {
		$lines[] = "$name: $value";
	}
	$options = array(
		'header'          => $lines,
		'timeout'         => $arguments['timeout'],
		'follow_location' => $arguments['redirection'] > 0,
		'ignore_errors'   => true,
	);
	$body = @file_get_contents( $url, false, stream_context_create( array( 'http' => $options ) ) );
	if ( false === $body ) {
		return new WP_Error();
	}
	return array( 'body' => $body, 'code' => (int) explode( ' ', $http_response_header[0] )[1] );
}

function wp_remote_retrieve_body( $response ) {
	return $response['body'];
}

function wp_remote_retrieve_response_code( $response ) {
	return $response['code'];
}

require __DIR__ . '/../../docs/gate/vigie-gate.php';

foreach ( array( 'wp_handle_upload_prefilter', 'wp_handle_sideload_prefilter' ) as $hook ) {
	$file = array( 'name' => $argv[3], 'tmp_name' => $argv[4], 'error' => 0 );
	foreach ( $filters[ $hook ] as $function ) {
		$file = $function( $file );
	}
	echo json_encode( $file['error'], JSON_UNESCAPED_UNICODE ), "\n";
}
