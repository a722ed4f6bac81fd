<?php
/**
 * Plugin Name: Vigie gate
 * Description: Lets a file into the media library only where Vigie says that exactly this file is approved.
 *
 * Copy to wp-content/mu-plugins/vigie-gate.php, and into wp-config.php:
 *   define( 'VIGIE_GATE_URL', 'https://vigie.example.org' );
 *   define( 'VIGIE_GATE_TOKEN', 'what `vigie gate token NAME` printed' );
 */

defined( 'ABSPATH' ) || exit;

add_filter( 'wp_handle_upload_prefilter', 'vigie_gate' );
add_filter( 'wp_handle_sideload_prefilter', 'vigie_gate' );

/** Refuses a file that is not approved; an « error » is what WordPress shows, and what keeps the file out. */
function vigie_gate( $file ) {
	if ( empty( $file['error'] ) && ! vigie_gate_is_archive( $file['name'] ) ) {
		$refusal = vigie_gate_refusal( $file['tmp_name'] );
		if ( null !== $refusal ) {
			$file['error'] = $refusal;
		}
	}
	return $file;
}

/** Plugins and themes come in as archives; nobody publishes these as a visual. */
function vigie_gate_is_archive( $name ) {
	return 'zip' === strtolower( pathinfo( $name, PATHINFO_EXTENSION ) );
}

/** Returns null for an approved file, else why it stays out. Whatever is not a plain yes is a no. */
function vigie_gate_refusal( $path ) {
	$closed = 'Vigie n’a pas répondu : sans visa, ce fichier ne peut pas être publié.';
	$sha256 = is_readable( $path ) ? hash_file( 'sha256', $path ) : false;
	if ( false === $sha256 || ! defined( 'VIGIE_GATE_URL' ) || ! defined( 'VIGIE_GATE_TOKEN' ) ) {
		return $closed;
	}
	$response = wp_remote_get(
		VIGIE_GATE_URL . '/v1/gate/' . $sha256,
		array(
			'headers'     => array( 'Authorization' => 'Bearer ' . VIGIE_GATE_TOKEN ),
			'timeout'     => 10,
			'redirection' => 0,
		)
	);
	if ( is_wp_error( $response ) ) {
		return $closed;
	}
	$answer = json_decode( wp_remote_retrieve_body( $response ), true );
	if ( ! is_array( $answer ) ) {
		return $closed;
	}
	$approved = 200 === (int) wp_remote_retrieve_response_code( $response )
		&& true === ( $answer['approved'] ?? null )
		&& $sha256 === ( $answer['sha256'] ?? null );
	return $approved ? null : (string) ( $answer['sentence'] ?? $closed );
}
